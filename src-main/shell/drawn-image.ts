import { nativeImage, type NativeImage } from 'electron';

/** A drawn icon as the system takes it, for ordinary and for dense screens. */
export function drawnImage({ small, large }: { small: string; large: string }): NativeImage {
  const image = nativeImage.createEmpty();
  image.addRepresentation({ scaleFactor: 1, dataURL: small });
  image.addRepresentation({ scaleFactor: 2, dataURL: large });
  return image;
}
