/**
 * Sinusoidal embedding of time steps (diffusers' Timesteps), computed in float32 like PyTorch does.
 *
 * @param timesteps  any numbers, whole or not, `[B]`
 * @returns `[B · size]`, cosine first when `flipSinToCos`
 */
export function timestepProjection(
  timesteps: readonly number[],
  size: number,
  { flipSinToCos = true, shift = 0 }: { readonly flipSinToCos?: boolean; readonly shift?: number } = {},
): Float32Array {
  const half = Math.floor(size / 2);
  const out = new Float32Array(timesteps.length * size);
  timesteps.forEach((timestep, row) => {
    for (let i = 0; i < half; i++) {
      const exponent = Math.fround(Math.fround(-Math.log(10000) * i) / (half - shift));
      const angle = Math.fround(Math.fround(timestep) * Math.fround(Math.exp(exponent)));
      const [first, second] = flipSinToCos
        ? [Math.cos(angle), Math.sin(angle)]
        : [Math.sin(angle), Math.cos(angle)];
      out[row * size + i] = first;
      out[row * size + half + i] = second;
    }
  });
  return out;
}
