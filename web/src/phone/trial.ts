/** A microphone that is tried out. Whatever is asked meanwhile, the last one asked for is the only one that stays open. */
import { closeMicrophone, lookForDevices, openMicrophone } from "./devices";
import { listenTo } from "./loudness";

export class Trial {
  stream: MediaStream | undefined;
  private turn = 0;
  private deaf = () => {};

  /** Opens the chosen microphone and tells how loud it is (0 to 1) until the trial ends or begins anew. Throws NoMicrophone. */
  async begin(heard: (level: number) => void): Promise<void> {
    this.end();
    const turn = this.turn;
    const opened = await openMicrophone().catch((refused: unknown) => {
      if (turn === this.turn) throw refused;
      return undefined; // nobody waits for it any more
    });
    if (turn !== this.turn) return closeMicrophone(opened);
    this.stream = opened;
    await lookForDevices();
    if (turn === this.turn) this.deaf = listenTo(opened!, heard);
  }

  end(): void {
    this.turn += 1;
    this.deaf();
    this.deaf = () => {};
    closeMicrophone(this.stream);
    this.stream = undefined;
  }
}
