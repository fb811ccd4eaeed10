// Cosine of the angle between rows of a and b, and its gradient by a. A workgroup takes a row; LANES threads sum its
// parts, always in the same order. Norms below EPSILON count as EPSILON and have no gradient.
struct Sizes { rows: u32, width: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;

@group(0) @binding(3) var<storage, read_write> out: array<f32>; // [rows]

@group(0) @binding(3) var<storage, read> upstream: array<f32>; // [rows]
@group(0) @binding(4) var<storage, read_write> gradient: array<f32>;

const EPSILON = 1e-8;
const LANES = 32u;
var<workgroup> parts: array<vec3<f32>, LANES>;

// a · b and both norms of the row that begins at first.
fn products(first: u32, lane: u32) -> vec3<f32> {
  var part = vec3<f32>();
  for (var i = first + lane; i < first + sizes.width; i += LANES) { part += vec3<f32>(a[i] * b[i], a[i] * a[i], b[i] * b[i]); }
  parts[lane] = part;
  workgroupBarrier();
  var sum = vec3<f32>();
  for (var other = 0u; other < LANES; other++) { sum += parts[other]; }
  return vec3<f32>(sum.x, max(sqrt(sum.y), EPSILON), max(sqrt(sum.z), EPSILON));
}

@compute @workgroup_size(LANES)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let row = products(group.x * sizes.width, lane);
  if (lane == 0u) { out[group.x] = row.x / row.y / row.z; }
}

@compute @workgroup_size(LANES)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * sizes.width;
  let row = products(first, lane);
  let cosine = row.x / row.y / row.z;
  let scale = select(0.0, upstream[group.x] / row.y, min(row.y, row.z) > EPSILON);
  for (var i = first + lane; i < first + sizes.width; i += LANES) { gradient[i] = (b[i] / row.z - cosine * a[i] / row.y) * scale; }
}
