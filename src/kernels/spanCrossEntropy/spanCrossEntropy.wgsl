// Softmax cross-entropy along the rows of every segment, for each column on its own, and its gradient. Segment s holds
// the rows segments[s] to segments[s + 1]. A row's mark is below 0 where it takes no part; else bit c says that it is
// gold in column c, and the first such row of a segment is what its column should choose. Goes with meanLoss.wgsl.
struct Sizes { rows: u32, columns: u32, segments: u32, width: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> scores: array<f32>;
@group(0) @binding(2) var<storage, read> marks: array<i32>;
@group(0) @binding(3) var<storage, read> segments: array<u32>;

@group(0) @binding(4) var<storage, read_write> loss: array<f32>;
@group(0) @binding(5) var<storage, read_write> newStats: array<vec2<f32>>; // log of the sum of exp, gold row or -1

@group(0) @binding(4) var<storage, read> mean: array<f32>; // what forward wrote to loss
@group(0) @binding(5) var<storage, read> stats: array<vec2<f32>>;
@group(0) @binding(6) var<storage, read> upstream: array<f32>;
@group(0) @binding(7) var<storage, read_write> gradient: array<f32>;

const WORKGROUP = 64;

fn score(row: u32, column: u32) -> f32 { return scores[row * sizes.columns + column]; }

fn isGold(row: u32, column: u32) -> bool { return marks[row] >= 0 && extractBits(marks[row], column, 1u) != 0; }

fn firstGold(first: u32, end: u32, column: u32) -> i32 {
  for (var row = first; row < end; row++) {
    if (isGold(row, column)) { return i32(row); }
  }
  return -1;
}

// log of the sum of exp(scores) over the rows that take part, of which gold is one.
fn logSumExp(first: u32, end: u32, column: u32, gold: u32) -> f32 {
  var top = score(gold, column);
  for (var row = first; row < end; row++) {
    if (marks[row] >= 0) { top = max(top, score(row, column)); }
  }
  var sum = 0.0;
  for (var row = first; row < end; row++) {
    if (marks[row] >= 0) { sum += exp(score(row, column) - top); }
  }
  return top + log(sum);
}

@compute @workgroup_size(LANES)
fn forward(@builtin(local_invocation_index) lane: u32) {
  var sum = vec2<f32>();
  for (var pair = lane; pair < sizes.segments * sizes.columns; pair += LANES) {
    let column = pair % sizes.columns;
    let first = segments[pair / sizes.columns];
    let end = segments[pair / sizes.columns + 1u];
    let gold = firstGold(first, end, column);
    var norm = 0.0;
    if (gold >= 0) {
      norm = logSumExp(first, end, column, u32(gold));
      sum += vec2<f32>(norm - score(u32(gold), column), 1.0);
    }
    newStats[pair] = vec2<f32>(norm, f32(gold));
  }
  let result = meanLoss(lane, sum);
  if (lane == 0u) {
    loss[0] = result.x;
    loss[1] = result.y;
  }
}

@compute @workgroup_size(WORKGROUP)
fn backward(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * sizes.width + id.x;
  if (i >= sizes.rows * sizes.columns) { return; }
  let row = i / sizes.columns;
  let column = i % sizes.columns;
  // The segment that holds the row: the last one that begins at or before it.
  var low = 0u;
  var high = sizes.segments;
  while (low + 1u < high) {
    let middle = (low + high) / 2u;
    if (segments[middle] <= row) { low = middle; } else { high = middle; }
  }
  let pair = stats[low * sizes.columns + column];
  var slope = 0.0;
  if (row < segments[low + 1u] && marks[row] >= 0 && pair.y >= 0.0) {
    slope = exp(scores[i] - pair.x) - f32(f32(row) == pair.y);
  }
  gradient[i] = slope * share(upstream[0], mean[1]);
}
