/** @file Static shapes and NumPy broadcasting. */

/** Sizes per axis; `[]` is a scalar. */
export type Shape = readonly number[]

/** Number of elements of a shape; 1 for a scalar. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1)
}

/** True when two shapes are the same. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

/** A shape as it is printed in errors, such as `[8, 384, 256]`. */
export function printShape(shape: Shape): string {
  return `[${shape.join(', ')}]`
}

/** The shape that two operands broadcast to (NumPy rules); throws RangeError naming both when they do not. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const sizeA = a[axis - rank + a.length] ?? 1
    const sizeB = b[axis - rank + b.length] ?? 1
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new RangeError(`broadcastShapes: expected shapes that broadcast, got ${printShape(a)} and ${printShape(b)}`)
    }
    return sizeA === 1 ? sizeB : sizeA
  })
}

/** Row-major strides of a shape, with 0 on axes of size 1 when `broadcast` is set. */
export function stridesOf(shape: Shape, broadcast = false): number[] {
  const strides = new Array<number>(shape.length)
  let stride = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = broadcast && shape[axis] === 1 ? 0 : stride
    stride *= shape[axis]
  }
  return strides
}
