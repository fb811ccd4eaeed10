;; A product of two float32 matrices, four rows by eight columns at a time in registers of four values (Goto & van
;; de Geijn, 2008). All strides are in bytes. Eight columns of b at up to 512 steps are copied together first, where
;; they stay in the nearest cache while all rows pass by.
;; Lines that begin with ;;fused count in relaxed SIMD alone. There a product and the sum it is added to are one
;; instruction, which leaves registers for six rows; with four, each sum would wait for the one before it.
(module
  (memory (export "memory") 1)
  (global $chunk i32 (i32.const 512))
  (global $panel (export "panel") i32 (i32.const 16384)) ;; bytes of the copy, which begins at 0

  ;; c += a · b; c is [rows, columns], both of them rounded up to whole tiles, and holds zeros before.
  (func (export "multiply")
    (param $a i32) (param $aRow i32) (param $aInner i32)
    (param $b i32) (param $bInner i32) (param $bCol i32)
    (param $c i32) (param $rows i32) (param $cols i32) (param $inner i32)
    (local $k i32) (local $steps i32) (local $col i32) (local $row i32) (local $stride i32) (local $last i32)
    (local.set $stride (i32.shl (i32.and (i32.add (local.get $cols) (i32.const 7)) (i32.const -8)) (i32.const 2)))
    (local.set $last (i32.add (local.get $a) (i32.mul (i32.sub (local.get $rows) (i32.const 1)) (local.get $aRow))))
    (loop $chunks
      (local.set $steps (call $least (global.get $chunk) (i32.sub (local.get $inner) (local.get $k))))
      (local.set $col (i32.const 0))
      (loop $panels
        (call $gather
          (i32.add (local.get $b) (i32.mul (local.get $k) (local.get $bInner)))
          (local.get $bInner) (local.get $bCol) (local.get $col) (local.get $cols) (local.get $steps))
        (local.set $row (i32.const 0))
        (loop $tiles
          (call $tile
            (i32.add (local.get $a) (i32.add (i32.mul (local.get $row) (local.get $aRow)) (i32.mul (local.get $k) (local.get $aInner))))
            (i32.add (local.get $last) (i32.mul (local.get $k) (local.get $aInner)))
            (local.get $aRow) (local.get $aInner)
            (i32.add (local.get $c) (i32.add (i32.mul (local.get $row) (local.get $stride)) (i32.shl (local.get $col) (i32.const 2))))
            (local.get $stride) (local.get $steps))
          (local.set $row (i32.add (local.get $row) (i32.const 4)))
          ;;fused (local.set $row (i32.add (local.get $row) (i32.const 2)))
          (br_if $tiles (i32.lt_u (local.get $row) (local.get $rows))))
        (local.set $col (i32.add (local.get $col) (i32.const 8)))
        (br_if $panels (i32.lt_u (local.get $col) (local.get $cols))))
      (local.set $k (i32.add (local.get $k) (local.get $steps)))
      (br_if $chunks (i32.lt_u (local.get $k) (local.get $inner)))))

  (func $least (param $x i32) (param $y i32) (result i32)
    (select (local.get $x) (local.get $y) (i32.lt_u (local.get $x) (local.get $y))))

  ;; Eight columns from $col on, [steps, 8], to address 0. Past the last column it comes again: nobody reads the product.
  (func $gather
    (param $b i32) (param $bInner i32) (param $bCol i32) (param $col i32) (param $cols i32) (param $steps i32)
    (local $i i32) (local $from i32) (local $to i32) (local $left i32)
    (if (i32.and (i32.eq (local.get $bCol) (i32.const 4)) (i32.le_u (i32.add (local.get $col) (i32.const 8)) (local.get $cols)))
      (then
        (local.set $from (i32.add (local.get $b) (i32.shl (local.get $col) (i32.const 2))))
        (local.set $left (local.get $steps))
        (loop $rows
          (v128.store (local.get $to) (v128.load (local.get $from)))
          (v128.store offset=16 (local.get $to) (v128.load offset=16 (local.get $from)))
          (local.set $from (i32.add (local.get $from) (local.get $bInner)))
          (local.set $to (i32.add (local.get $to) (i32.const 32)))
          (br_if $rows (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
        (return)))
    (loop $columns
      (local.set $from
        (i32.add (local.get $b)
          (i32.mul (call $least (i32.add (local.get $col) (local.get $i)) (i32.sub (local.get $cols) (i32.const 1))) (local.get $bCol))))
      (local.set $to (i32.shl (local.get $i) (i32.const 2)))
      (local.set $left (local.get $steps))
      (loop $values
        (f32.store (local.get $to) (f32.load (local.get $from)))
        (local.set $from (i32.add (local.get $from) (local.get $bInner)))
        (local.set $to (i32.add (local.get $to) (i32.const 32)))
        (br_if $values (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      (br_if $columns (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 8)))))

  ;; A tile of rows of a, none beyond $last, times the eight columns at address 0, added to c.
  (func $tile
    (param $a0 i32) (param $last i32) (param $aRow i32) (param $aInner i32) (param $c i32) (param $stride i32) (param $steps i32)
    (local $a1 i32) (local $a2 i32) (local $a3 i32) (local $b i32) (local $c1 i32) (local $c2 i32) (local $c3 i32)
    (local $left v128) (local $right v128) (local $value v128)
    (local $l0 v128) (local $l1 v128) (local $l2 v128) (local $l3 v128)
    (local $r0 v128) (local $r1 v128) (local $r2 v128) (local $r3 v128)
    ;;fused (local $a4 i32) (local $a5 i32) (local $c4 i32) (local $c5 i32)
    ;;fused (local $l4 v128) (local $l5 v128) (local $r4 v128) (local $r5 v128)
    (local.set $a1 (call $least (i32.add (local.get $a0) (local.get $aRow)) (local.get $last)))
    (local.set $a2 (call $least (i32.add (local.get $a1) (local.get $aRow)) (local.get $last)))
    (local.set $a3 (call $least (i32.add (local.get $a2) (local.get $aRow)) (local.get $last)))
    ;;fused (local.set $a4 (call $least (i32.add (local.get $a3) (local.get $aRow)) (local.get $last)))
    ;;fused (local.set $a5 (call $least (i32.add (local.get $a4) (local.get $aRow)) (local.get $last)))
    (local.set $c1 (i32.add (local.get $c) (local.get $stride)))
    (local.set $c2 (i32.add (local.get $c1) (local.get $stride)))
    (local.set $c3 (i32.add (local.get $c2) (local.get $stride)))
    ;;fused (local.set $c4 (i32.add (local.get $c3) (local.get $stride)))
    ;;fused (local.set $c5 (i32.add (local.get $c4) (local.get $stride)))
    (local.set $l0 (v128.load (local.get $c))) (local.set $r0 (v128.load offset=16 (local.get $c)))
    (local.set $l1 (v128.load (local.get $c1))) (local.set $r1 (v128.load offset=16 (local.get $c1)))
    (local.set $l2 (v128.load (local.get $c2))) (local.set $r2 (v128.load offset=16 (local.get $c2)))
    (local.set $l3 (v128.load (local.get $c3))) (local.set $r3 (v128.load offset=16 (local.get $c3)))
    ;;fused (local.set $l4 (v128.load (local.get $c4))) (local.set $r4 (v128.load offset=16 (local.get $c4)))
    ;;fused (local.set $l5 (v128.load (local.get $c5))) (local.set $r5 (v128.load offset=16 (local.get $c5)))
    (loop $next
      (local.set $left (v128.load (local.get $b)))
      (local.set $right (v128.load offset=16 (local.get $b)))
      (local.set $value (v128.load32_splat (local.get $a0)))
      (local.set $l0 (f32x4.add (local.get $l0) (f32x4.mul (local.get $value) (local.get $left))))
      (local.set $r0 (f32x4.add (local.get $r0) (f32x4.mul (local.get $value) (local.get $right))))
      (local.set $value (v128.load32_splat (local.get $a1)))
      (local.set $l1 (f32x4.add (local.get $l1) (f32x4.mul (local.get $value) (local.get $left))))
      (local.set $r1 (f32x4.add (local.get $r1) (f32x4.mul (local.get $value) (local.get $right))))
      (local.set $value (v128.load32_splat (local.get $a2)))
      (local.set $l2 (f32x4.add (local.get $l2) (f32x4.mul (local.get $value) (local.get $left))))
      (local.set $r2 (f32x4.add (local.get $r2) (f32x4.mul (local.get $value) (local.get $right))))
      (local.set $value (v128.load32_splat (local.get $a3)))
      (local.set $l3 (f32x4.add (local.get $l3) (f32x4.mul (local.get $value) (local.get $left))))
      (local.set $r3 (f32x4.add (local.get $r3) (f32x4.mul (local.get $value) (local.get $right))))
      ;;fused (local.set $value (v128.load32_splat (local.get $a4)))
      ;;fused (local.set $l4 (f32x4.add (local.get $l4) (f32x4.mul (local.get $value) (local.get $left))))
      ;;fused (local.set $r4 (f32x4.add (local.get $r4) (f32x4.mul (local.get $value) (local.get $right))))
      ;;fused (local.set $value (v128.load32_splat (local.get $a5)))
      ;;fused (local.set $l5 (f32x4.add (local.get $l5) (f32x4.mul (local.get $value) (local.get $left))))
      ;;fused (local.set $r5 (f32x4.add (local.get $r5) (f32x4.mul (local.get $value) (local.get $right))))
      (local.set $a0 (i32.add (local.get $a0) (local.get $aInner)))
      (local.set $a1 (i32.add (local.get $a1) (local.get $aInner)))
      (local.set $a2 (i32.add (local.get $a2) (local.get $aInner)))
      (local.set $a3 (i32.add (local.get $a3) (local.get $aInner)))
      ;;fused (local.set $a4 (i32.add (local.get $a4) (local.get $aInner)))
      ;;fused (local.set $a5 (i32.add (local.get $a5) (local.get $aInner)))
      (local.set $b (i32.add (local.get $b) (i32.const 32)))
      (br_if $next (local.tee $steps (i32.sub (local.get $steps) (i32.const 1)))))
    (v128.store (local.get $c) (local.get $l0)) (v128.store offset=16 (local.get $c) (local.get $r0))
    (v128.store (local.get $c1) (local.get $l1)) (v128.store offset=16 (local.get $c1) (local.get $r1))
    (v128.store (local.get $c2) (local.get $l2)) (v128.store offset=16 (local.get $c2) (local.get $r2))
    (v128.store (local.get $c3) (local.get $l3)) (v128.store offset=16 (local.get $c3) (local.get $r3))
    ;;fused (v128.store (local.get $c4) (local.get $l4)) (v128.store offset=16 (local.get $c4) (local.get $r4))
    ;;fused (v128.store (local.get $c5) (local.get $l5)) (v128.store offset=16 (local.get $c5) (local.get $r5))
  ))
