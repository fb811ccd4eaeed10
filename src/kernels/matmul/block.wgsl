// A block of 16 rows and 32 columns of a product in one thread, for adapters that compute on the CPU: a load costs there
// as much as dozens of products. The four threads of a subgroup stand below each other and load what they share of b
// once. In 4 × 4 matrices: column i of `cRQ` is row 4R + i of the block, at its columns from 4Q on.
// Goes with a kernel that has `put`, which writes four columns of a row.
enable subgroups;

var<private> c00: mat4x4<f32>; var<private> c01: mat4x4<f32>; var<private> c02: mat4x4<f32>; var<private> c03: mat4x4<f32>;
var<private> c04: mat4x4<f32>; var<private> c05: mat4x4<f32>; var<private> c06: mat4x4<f32>; var<private> c07: mat4x4<f32>;
var<private> c10: mat4x4<f32>; var<private> c11: mat4x4<f32>; var<private> c12: mat4x4<f32>; var<private> c13: mat4x4<f32>;
var<private> c14: mat4x4<f32>; var<private> c15: mat4x4<f32>; var<private> c16: mat4x4<f32>; var<private> c17: mat4x4<f32>;
var<private> c20: mat4x4<f32>; var<private> c21: mat4x4<f32>; var<private> c22: mat4x4<f32>; var<private> c23: mat4x4<f32>;
var<private> c24: mat4x4<f32>; var<private> c25: mat4x4<f32>; var<private> c26: mat4x4<f32>; var<private> c27: mat4x4<f32>;
var<private> c30: mat4x4<f32>; var<private> c31: mat4x4<f32>; var<private> c32: mat4x4<f32>; var<private> c33: mat4x4<f32>;
var<private> c34: mat4x4<f32>; var<private> c35: mat4x4<f32>; var<private> c36: mat4x4<f32>; var<private> c37: mat4x4<f32>;

// Adds the products of four steps: row 4R + i of a at the steps is column i of `aR`, columns from 4Q on of b at a
// step are a column of `bQ`.
fn accumulate(
  a0: mat4x4<f32>, a1: mat4x4<f32>, a2: mat4x4<f32>, a3: mat4x4<f32>,
  b0: mat4x4<f32>, b1: mat4x4<f32>, b2: mat4x4<f32>, b3: mat4x4<f32>,
  b4: mat4x4<f32>, b5: mat4x4<f32>, b6: mat4x4<f32>, b7: mat4x4<f32>,
) {
  c00 += b0 * a0; c01 += b1 * a0; c02 += b2 * a0; c03 += b3 * a0; c04 += b4 * a0; c05 += b5 * a0; c06 += b6 * a0; c07 += b7 * a0;
  c10 += b0 * a1; c11 += b1 * a1; c12 += b2 * a1; c13 += b3 * a1; c14 += b4 * a1; c15 += b5 * a1; c16 += b6 * a1; c17 += b7 * a1;
  c20 += b0 * a2; c21 += b1 * a2; c22 += b2 * a2; c23 += b3 * a2; c24 += b4 * a2; c25 += b5 * a2; c26 += b6 * a2; c27 += b7 * a2;
  c30 += b0 * a3; c31 += b1 * a3; c32 += b2 * a3; c33 += b3 * a3; c34 += b4 * a3; c35 += b5 * a3; c36 += b6 * a3; c37 += b7 * a3;
}

// What each of the four threads has loaded, a column each.
fn together(mine: vec4<f32>) -> mat4x4<f32> {
  return mat4x4<f32>(subgroupBroadcast(mine, 0u), subgroupBroadcast(mine, 1u), subgroupBroadcast(mine, 2u), subgroupBroadcast(mine, 3u));
}

fn putBlock(row: u32, quad: u32) {
  putRows(row, quad, c00); putRows(row, quad + 1u, c01); putRows(row, quad + 2u, c02); putRows(row, quad + 3u, c03);
  putRows(row, quad + 4u, c04); putRows(row, quad + 5u, c05); putRows(row, quad + 6u, c06); putRows(row, quad + 7u, c07);
  putRows(row + 4u, quad, c10); putRows(row + 4u, quad + 1u, c11); putRows(row + 4u, quad + 2u, c12); putRows(row + 4u, quad + 3u, c13);
  putRows(row + 4u, quad + 4u, c14); putRows(row + 4u, quad + 5u, c15); putRows(row + 4u, quad + 6u, c16); putRows(row + 4u, quad + 7u, c17);
  putRows(row + 8u, quad, c20); putRows(row + 8u, quad + 1u, c21); putRows(row + 8u, quad + 2u, c22); putRows(row + 8u, quad + 3u, c23);
  putRows(row + 8u, quad + 4u, c24); putRows(row + 8u, quad + 5u, c25); putRows(row + 8u, quad + 6u, c26); putRows(row + 8u, quad + 7u, c27);
  putRows(row + 12u, quad, c30); putRows(row + 12u, quad + 1u, c31); putRows(row + 12u, quad + 2u, c32); putRows(row + 12u, quad + 3u, c33);
  putRows(row + 12u, quad + 4u, c34); putRows(row + 12u, quad + 5u, c35); putRows(row + 12u, quad + 6u, c36); putRows(row + 12u, quad + 7u, c37);
}

fn putRows(row: u32, quad: u32, rows: mat4x4<f32>) {
  put(row, quad, rows[0]);
  put(row + 1u, quad, rows[1]);
  put(row + 2u, quad, rows[2]);
  put(row + 3u, quad, rows[3]);
}
