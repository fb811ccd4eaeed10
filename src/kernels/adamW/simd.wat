;; A step of AdamW, four values at a time, over what lies in memory: parameters from 0 on, their gradients and moments where
;; simd.ts says. Moments are in fours: of the first, then of the second.
(module
  (memory (export "memory") 1)

  ;; Over $count values, a multiple of four.
  (func (export "step")
    (param $count i32) (param $gradients i32) (param $moments i32)
    (param $clip f32) (param $keep f32) (param $step f32) (param $scale f32)
    (param $beta1 f32) (param $new1 f32) (param $beta2 f32) (param $new2 f32) (param $epsilon f32)
    (local $at i32) (local $end i32)
    (local $g v128) (local $first v128) (local $second v128)
    (local.set $end (i32.shl (local.get $count) (i32.const 2)))
    (loop $next
      (local.set $g
        (f32x4.mul (v128.load (i32.add (local.get $gradients) (local.get $at))) (f32x4.splat (local.get $clip))))
      (local.set $first
        (f32x4.add
          (f32x4.mul (f32x4.splat (local.get $beta1)) (v128.load (local.get $moments)))
          (f32x4.mul (f32x4.splat (local.get $new1)) (local.get $g))))
      (local.set $second
        (f32x4.add
          (f32x4.mul (f32x4.splat (local.get $beta2)) (v128.load offset=16 (local.get $moments)))
          (f32x4.mul (f32x4.splat (local.get $new2)) (f32x4.mul (local.get $g) (local.get $g)))))
      (v128.store (local.get $moments) (local.get $first))
      (v128.store offset=16 (local.get $moments) (local.get $second))
      (v128.store (local.get $at)
        (f32x4.sub
          (f32x4.mul (v128.load (local.get $at)) (f32x4.splat (local.get $keep)))
          (f32x4.div
            (f32x4.mul (f32x4.splat (local.get $step)) (local.get $first))
            (f32x4.add
              (f32x4.mul (f32x4.sqrt (local.get $second)) (f32x4.splat (local.get $scale)))
              (f32x4.splat (local.get $epsilon))))))
      (local.set $moments (i32.add (local.get $moments) (i32.const 32)))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))))
