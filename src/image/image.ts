/** A picture in memory: RGB, 8 bits, rows from the top, `data.length = width · height · 3`. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A mask at picture size: values 0…1, rows from the top, `data.length = width · height`. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}
