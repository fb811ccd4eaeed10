// What both kernels of a layer's weight gradient bind.
struct Sizes { outputs: u32, inputs: u32, rows: u32 }

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> weight: array<vec4<f32>>; // [outputs, inputs]
@group(0) @binding(4) var<storage, read_write> bias: array<vec4<f32>>; // [outputs]
