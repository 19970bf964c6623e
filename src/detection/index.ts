import type { Detector } from './detector.ts';
import { createOwlDetector, type LoadNetwork } from './owl.ts';

/** Opens a detector from a folder of its files. */
export type DetectorFactory = (folder: string, load?: LoadNetwork, fused?: boolean) => Promise<Detector>;

/** Every kind of detector that comes as a folder, by the `model_type` of its config.json. */
export const detectors: Readonly<Record<string, DetectorFactory>> = {
  owlvit: createOwlDetector,
  owlv2: createOwlDetector,
};
