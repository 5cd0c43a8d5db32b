import { nativeImage, type NativeImage } from 'electron';

/** A generated icon as a native image for standard and high-resolution screens. */
export function drawnImage({ small, large }: { small: string; large: string }): NativeImage {
  const image = nativeImage.createEmpty();
  image.addRepresentation({ scaleFactor: 1, dataURL: small });
  image.addRepresentation({ scaleFactor: 2, dataURL: large });
  return image;
}
