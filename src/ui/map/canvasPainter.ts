/**
 * Draws points on a canvas a few milliseconds at a time, so that the page answers while a hundred thousand are drawn. Until they are,
 * the picture that there is goes along with the view: moved and zoomed as they will be.
 */
import { breather, SLICE_MS } from '../../breather';
import { type Drawing, drawPoints } from './drawPoints';
import type { View } from './view';

export interface Picture extends Drawing {
  /** Of the image, in its own pixels. */
  width: number;
  height: number;
  /** Pixels of the image in one of the page. */
  ratio: number;
}

export class CanvasPainter {
  private wanted: Picture | undefined;
  private shown: Picture | undefined;
  private busy = false;
  private over = false;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  paint(picture: Picture): void {
    this.wanted = picture;
    this.follow();
    if (this.busy) return;
    this.busy = true;
    requestAnimationFrame(() => void this.draw());
  }

  end(): void {
    this.over = true;
  }

  private async draw(): Promise<void> {
    const context = this.canvas.getContext('2d');
    while (context && this.wanted && this.wanted !== this.shown && !this.over) {
      const picture = this.wanted;
      const image = context.createImageData(picture.width, picture.height);
      const breathe = breather(SLICE_MS);
      for (const _ of drawPoints(image, picture)) await breathe();
      if (this.over) break;
      // Setting its size clears a canvas.
      if (this.canvas.width !== picture.width) this.canvas.width = picture.width;
      if (this.canvas.height !== picture.height) this.canvas.height = picture.height;
      context.putImageData(image, 0, 0);
      this.shown = picture;
      this.follow();
    }
    this.busy = false;
  }

  /** Puts the picture that is shown where its points are in the view that is wanted. */
  private follow(): void {
    const { shown, wanted } = this;
    if (!shown || !wanted) return;
    const [before, after] = [inPage(shown), inPage(wanted)];
    const by = after.scale / before.scale;
    const same = shown.points === wanted.points && (by !== 1 || before.left !== after.left || before.top !== after.top);
    this.canvas.style.transformOrigin = '0 0';
    this.canvas.style.transform = same
      ? `translate(${after.left - before.left * by}px, ${after.top - before.top * by}px) scale(${by})`
      : '';
  }
}

const inPage = ({ view: { scale, left, top }, ratio }: Picture): View => ({ scale: scale / ratio, left: left / ratio, top: top / ratio });
