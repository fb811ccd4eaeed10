// Rows at length 1, and the gradient of that. A workgroup takes a row; LANES threads sum its parts, always in the same
// order. Norms below EPSILON count as EPSILON.
struct Sizes { rows: u32, width: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<f32>;

@group(0) @binding(2) var<storage, read_write> out: array<f32>;

@group(0) @binding(2) var<storage, read> upstream: array<f32>;
@group(0) @binding(3) var<storage, read_write> gradient: array<f32>;

const EPSILON = 1e-12;
const LANES = 32u;
var<workgroup> parts: array<vec2<f32>, LANES>;

fn total(part: vec2<f32>, lane: u32) -> vec2<f32> {
  parts[lane] = part;
  workgroupBarrier();
  var sum = vec2<f32>();
  for (var other = 0u; other < LANES; other++) { sum += parts[other]; }
  return sum;
}

@compute @workgroup_size(LANES)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * sizes.width;
  var part = vec2<f32>();
  for (var i = first + lane; i < first + sizes.width; i += LANES) { part.x += x[i] * x[i]; }
  let norm = max(sqrt(total(part, lane).x), EPSILON);
  for (var i = first + lane; i < first + sizes.width; i += LANES) { out[i] = x[i] / norm; }
}

@compute @workgroup_size(LANES)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * sizes.width;
  var part = vec2<f32>();
  for (var i = first + lane; i < first + sizes.width; i += LANES) { part += vec2<f32>(x[i] * x[i], x[i] * upstream[i]); }
  let sums = total(part, lane);
  let norm = max(sqrt(sums.x), EPSILON);
  let along = select(0.0, sums.y / norm / norm, norm > EPSILON);
  for (var i = first + lane; i < first + sizes.width; i += LANES) { gradient[i] = (upstream[i] - along * x[i]) / norm; }
}
