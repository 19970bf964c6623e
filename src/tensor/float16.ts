/** Half precision numbers as safetensors files hold them; JavaScript of Node 20 has no Float16Array. */

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
