// Rotary position embeddings (Su et al., 2021). A thread takes two columns that lie half a head apart; those of values
// are copied.
struct Sizes { count: u32, width: u32, heads: u32, half: u32, back: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> sequences: array<vec2<u32>>; // then first and end of each token's sequence
@group(0) @binding(2) var<storage, read> joined: array<f32>; // [tokens, 3, heads, 2 · half]: query, key, value
@group(0) @binding(3) var<storage, read> turns: array<f32>; // [positions, 2 · half]: cosines, sines
@group(0) @binding(4) var<storage, read_write> out: array<f32>;

const WORKGROUP = 64;
const VALUE = 2u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * sizes.width + id.x;
  if (i >= sizes.count) { return; }
  let column = i % sizes.half;
  let block = i / sizes.half; // of a token's part and head
  let at = block * 2u * sizes.half + column;
  let part = (block / sizes.heads) % 3u;
  let token = block / (3u * sizes.heads);
  let range = sequences[token + 1u];
  let left = joined[at];
  let right = joined[at + sizes.half];
  if (part == VALUE || range.x == range.y) {
    out[at] = left;
    out[at + sizes.half] = right;
    return;
  }
  let turn = (token - range.x) * 2u * sizes.half + column;
  let cosine = turns[turn];
  let sine = select(turns[turn + sizes.half], -turns[turn + sizes.half], sizes.back == 1u);
  out[at] = left * cosine - right * sine;
  out[at + sizes.half] = right * cosine + left * sine;
}
