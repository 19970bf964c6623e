/**
 * Logarithm, sine and cosine in float32 as PyTorch's vector routines compute them: the polynomials of the Cephes
 * library, every operation rounded to float32, products that are added right away not rounded (FMA).
 *
 * Source: ATen/native/cpu/avx_mathfun.h of PyTorch 2 as it is compiled for x86-64 with AVX2; checked bit for bit.
 */

const { fround } = Math;

/** a · b + c with one rounding; the product of two float32 values is exact in double precision. */
const multiplyAdd = (a: number, b: number, c: number): number => fround(a * b + c);

const polynomial = (coefficients: Float32Array, x: number): number =>
  coefficients.reduce((sum, coefficient) => multiplyAdd(sum, x, coefficient));

const LOGARITHM = Float32Array.of(
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
);
const COSINE = Float32Array.of(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2);
const SINE = Float32Array.of(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1);
/** ln 2 and π/4 in parts that multiply exactly. */
const LN2_LOW = fround(-2.1219444e-4);
const LN2_HIGH = 0.693359375;
const MINUS_QUARTER_TURN = Float32Array.of(-0.78515625, -2.4187564849853516e-4, -3.774894977445941e-8);
const SQRT_HALF = fround(Math.SQRT1_2);
const FOUR_OVER_PI = fround(4 / Math.PI);

const number = new Float32Array(1);
const bits = new Uint32Array(number.buffer);

/** Natural logarithm of a positive normal float32. */
export function logFloat32(value: number): number {
  number[0] = value;
  const pattern = bits[0] as number;
  let exponent = (pattern >>> 23) - 126;
  bits[0] = (pattern & 0x007fffff) | 0x3f000000;
  const mantissa = number[0];
  const isLow = mantissa < SQRT_HALF;
  if (isLow) exponent--;
  const x = fround(fround(mantissa - 1) + (isLow ? mantissa : 0));
  const square = fround(x * x);
  const cubic = fround(polynomial(LOGARITHM, x) * x);
  const small = multiplyAdd(cubic, square, fround(exponent * LN2_LOW));
  return multiplyAdd(exponent, LN2_HIGH, fround(x + fround(small - square / 2)));
}

/** Sine and cosine of a float32 angle, 0 ≤ angle < 8192. */
export function sineCosineFloat32(angle: number): readonly [sine: number, cosine: number] {
  const octant = (Math.trunc(fround(angle * FOUR_OVER_PI)) + 1) & ~1;
  const x = MINUS_QUARTER_TURN.reduce((rest, part) => multiplyAdd(octant, part, rest), angle);
  const square = fround(x * x);
  const near = fround(multiplyAdd(fround(polynomial(COSINE, square) * square), square, -square / 2) + 1);
  const steep = multiplyAdd(fround(polynomial(SINE, square) * square), x, x);
  const [sine, cosine] = (octant & 2) === 0 ? [steep, near] : [near, steep];
  return [(octant & 4) === 0 ? sine : -sine, ((octant + 2) & 4) === 0 ? cosine : -cosine];
}
