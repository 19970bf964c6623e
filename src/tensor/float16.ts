/** Half precision numbers as safetensors files hold them; JavaScript of Node 20 has no Float16Array. */

const scratch = new DataView(new ArrayBuffer(4));
let table: Float32Array | undefined;

/** Every float16 value by its bits, made once: a look-up is ten times faster than the arithmetic. */
function values(): Float32Array {
  if (table !== undefined) return table;
  table = new Float32Array(0x10000);
  for (let bits = 0; bits < table.length; bits++) {
    const exponent = (bits >>> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    const sign = bits & 0x8000 ? -1 : 1;
    if (exponent === 0) table[bits] = sign * fraction * 2 ** -24;
    else if (exponent === 0x1f) table[bits] = fraction === 0 ? sign * Infinity : Number.NaN;
    else table[bits] = sign * (1 + fraction / 0x400) * 2 ** (exponent - 15);
  }
  return table;
}

/** Reads float16 bit patterns as float32; exact. */
export function fromFloat16(bits: Uint16Array): Float32Array {
  const known = values();
  return Float32Array.from(bits, (value) => known[value] as number);
}

/** Reads bfloat16 bit patterns (the upper halves of float32 values) as float32; exact. */
export function fromBfloat16(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (value) => value << 16).buffer);
}

/** Writes float32 values as float16 bit patterns, rounded to nearest, ties to even; too large becomes infinity. */
export function toFloat16(numbers: Float32Array): Uint16Array {
  return Uint16Array.from(numbers, roundToFloat16);
}

function roundToFloat16(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // Below 2⁻¹⁴ float16 has a fixed step of 2⁻²⁴; adding 0.5 to a float32 rounds to exactly that step.
  if (magnitude < 0x38800000) {
    scratch.setFloat32(0, Math.fround(Math.abs(value) + 0.5));
    return sign | (scratch.getUint32(0) - 0x3f000000);
  }
  const odd = (magnitude >>> 13) & 1;
  return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13);
}
