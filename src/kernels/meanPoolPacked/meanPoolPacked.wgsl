// Mean of every sequence's tokens, and its gradient. Tokens are packed: sequence s holds the rows
// cuSeqlens[s] to cuSeqlens[s + 1]; rows before the first and beyond the last belong to none.
struct Sizes { sequences: u32, tokens: u32, hidden: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> cuSeqlens: array<u32>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

const WORKGROUP = 64;

@compute @workgroup_size(WORKGROUP)
fn forward(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.hidden) { return; }
  let first = cuSeqlens[id.y];
  let end = cuSeqlens[id.y + 1u];
  var sum = 0.0;
  for (var t = first; t < end; t++) { sum += x[t * sizes.hidden + id.x]; }
  out[id.y * sizes.hidden + id.x] = sum / f32(max(end - first, 1u));
}

@compute @workgroup_size(WORKGROUP)
fn backward(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= sizes.hidden) { return; }
  // The sequence that holds token id.y: the last one that begins at or before it.
  var low = 0u;
  var high = sizes.sequences;
  while (low + 1u < high) {
    let middle = (low + high) / 2u;
    if (cuSeqlens[middle] <= id.y) { low = middle; } else { high = middle; }
  }
  let length = cuSeqlens[low + 1u] - cuSeqlens[low];
  let inside = id.y >= cuSeqlens[low] && id.y < cuSeqlens[low + 1u];
  out[id.y * sizes.hidden + id.x] = select(0.0, x[low * sizes.hidden + id.x] / f32(max(length, 1u)), inside);
}
