// log of the sum of exp over the row of logits that begins at first, shifted by its maximum. The kernel that it goes with
// binds logits and sizes.classes.
fn logSumExp(first: u32) -> f32 {
  var top = logits[first];
  for (var c = 1u; c < sizes.classes; c++) { top = max(top, logits[first + c]); }
  var sum = 0.0;
  for (var c = 0u; c < sizes.classes; c++) { sum += exp(logits[first + c] - top); }
  return top + log(sum);
}
