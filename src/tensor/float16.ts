/** Half and quarter precision numbers as safetensors files hold them; JavaScript of Node 20 has no Float16Array. */

const scratch = new DataView(new ArrayBuffer(4));

/** Value of an IEEE 754 half, given as its 16 bits; exact. */
export function float16ToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 0x400) * 2 ** (exponent - 15);
}

/** Value of a bfloat16, the upper half of a float32, given as its 16 bits; exact. */
export function bfloat16ToNumber(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/**
 * Value of a float8 with four bits of exponent and three of fraction (OCP E4M3, PyTorch's `float8_e4m3fn`), given as its
 * 8 bits; exact. It has no infinity.
 */
export function float8E4M3ToNumber(bits: number): number {
  const sign = bits & 0x80 ? -1 : 1;
  const exponent = (bits >>> 3) & 0xf;
  const fraction = bits & 7;
  if ((bits & 0x7f) === 0x7f) return Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -9 : sign * (1 + fraction / 8) * 2 ** (exponent - 7);
}

/** Value of a float8 with five bits of exponent (OCP E5M2), the upper half of a float16, given as its 8 bits; exact. */
export const float8E5M2ToNumber = (bits: number): number => float16ToNumber(bits << 8);

/** The 16 bits of the half nearest to a float32, ties to even; too large becomes infinity. */
export function numberToFloat16(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // Below 2⁻¹⁴ a half has a fixed step of 2⁻²⁴; adding 0.5 to a float32 rounds to exactly that step.
  if (magnitude < 0x38800000) {
    scratch.setFloat32(0, Math.abs(value) + 0.5);
    return sign | (scratch.getUint32(0) - 0x3f000000);
  }
  const odd = (magnitude >>> 13) & 1;
  return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13);
}
