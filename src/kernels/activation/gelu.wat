;; GELU with erf and its slope, four values at a time over what lies in memory from 0 on, which the results replace.
(module
  (memory (export "memory") 1)

  ;; Over $count values, rounded up to a multiple of four.
  (func (export "values") (param $count i32)
    (local $at i32) (local $end i32) (local $v v128)
    (local.set $end (i32.shl (local.get $count) (i32.const 2)))
    (loop $next
      (local.set $v (v128.load (local.get $at)))
      (v128.store (local.get $at)
        (f32x4.mul
          (f32x4.mul (f32x4.splat (f32.const 0.5)) (local.get $v))
          (call $twiceBelow (local.get $v) (call $bell (local.get $v)))))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end)))))

  ;; The same of slopes, each times its value from $gradient on.
  (func (export "slopes") (param $count i32) (param $gradient i32)
    (local $at i32) (local $end i32) (local $v v128) (local $bell v128)
    (local.set $end (i32.shl (local.get $count) (i32.const 2)))
    (loop $next
      (local.set $v (v128.load (local.get $at)))
      (local.set $bell (call $bell (local.get $v)))
      (v128.store (local.get $at)
        (f32x4.mul
          (v128.load (i32.add (local.get $gradient) (local.get $at)))
          (f32x4.add
            (f32x4.mul (f32x4.splat (f32.const 0.5)) (call $twiceBelow (local.get $v) (local.get $bell)))
            (f32x4.mul
              (f32x4.mul (local.get $v) (f32x4.splat (f32.const 0.3989422804014327))) ;; 1 / √2π
              (local.get $bell)))))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end)))))

  ;; 1 + erf(v / √2), by a rational approximation of what erf lacks (Abramowitz & Stegun, 7.1.26), within 1.5e-7.
  ;; $bell is exp(−v² / 2).
  (func $twiceBelow (param $v v128) (param $bell v128) (result v128)
    (local $t v128) (local $tail v128)
    (local.set $t
      (f32x4.div
        (f32x4.splat (f32.const 1))
        (f32x4.add
          (f32x4.splat (f32.const 1))
          (f32x4.mul (f32x4.splat (f32.const 0.23164188774573)) (f32x4.abs (local.get $v)))))) ;; 0.3275911 / √2
    (local.set $tail (f32x4.mul (f32x4.splat (f32.const 1.061405429)) (local.get $t)))
    (local.set $tail (f32x4.mul (f32x4.add (local.get $tail) (f32x4.splat (f32.const -1.453152027))) (local.get $t)))
    (local.set $tail (f32x4.mul (f32x4.add (local.get $tail) (f32x4.splat (f32.const 1.421413741))) (local.get $t)))
    (local.set $tail (f32x4.mul (f32x4.add (local.get $tail) (f32x4.splat (f32.const -0.284496736))) (local.get $t)))
    (local.set $tail (f32x4.mul (f32x4.add (local.get $tail) (f32x4.splat (f32.const 0.254829592))) (local.get $t)))
    (local.set $tail (f32x4.mul (local.get $tail) (local.get $bell)))
    (v128.bitselect
      (local.get $tail)
      (f32x4.sub (f32x4.splat (f32.const 2)) (local.get $tail))
      (f32x4.lt (local.get $v) (f32x4.splat (f32.const 0)))))

  ;; exp(−v² / 2), as 2ⁿ · exp(r) with r near 0 (Cephes, expf); the least it gives is a normal number.
  (func $bell (param $v v128) (result v128)
    (local $x v128) (local $n v128) (local $r v128) (local $p v128)
    (local.set $x
      (f32x4.max
        (f32x4.mul (f32x4.mul (local.get $v) (local.get $v)) (f32x4.splat (f32.const -0.5)))
        (f32x4.splat (f32.const -87))))
    (local.set $n (f32x4.nearest (f32x4.mul (local.get $x) (f32x4.splat (f32.const 1.4426950408889634)))))
    ;; ln 2 in two parts, the first of few bits.
    (local.set $r
      (f32x4.sub
        (f32x4.sub (local.get $x) (f32x4.mul (local.get $n) (f32x4.splat (f32.const 0.693359375))))
        (f32x4.mul (local.get $n) (f32x4.splat (f32.const -2.12194440e-4)))))
    (local.set $p (f32x4.splat (f32.const 1.9875691500e-4)))
    (local.set $p (f32x4.add (f32x4.mul (local.get $p) (local.get $r)) (f32x4.splat (f32.const 1.3981999507e-3))))
    (local.set $p (f32x4.add (f32x4.mul (local.get $p) (local.get $r)) (f32x4.splat (f32.const 8.3334519073e-3))))
    (local.set $p (f32x4.add (f32x4.mul (local.get $p) (local.get $r)) (f32x4.splat (f32.const 4.1665795894e-2))))
    (local.set $p (f32x4.add (f32x4.mul (local.get $p) (local.get $r)) (f32x4.splat (f32.const 1.6666665459e-1))))
    (local.set $p (f32x4.add (f32x4.mul (local.get $p) (local.get $r)) (f32x4.splat (f32.const 5.0000001201e-1))))
    (local.set $p
      (f32x4.add
        (f32x4.add (f32x4.mul (local.get $p) (f32x4.mul (local.get $r) (local.get $r))) (local.get $r))
        (f32x4.splat (f32.const 1))))
    (f32x4.mul
      (local.get $p)
      (i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $n)) (i32x4.splat (i32.const 127))) (i32.const 23)))))
