/** What the two networks of Segment Anything are called in exports on the Hub, in the folder itself or in `onnx/`. */
export const SAM_ENCODERS = ['vision_encoder.onnx', 'encoder.onnx'] as const;
export const SAM_DECODERS = ['prompt_encoder_mask_decoder.onnx', 'decoder.onnx'] as const;
