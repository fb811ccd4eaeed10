/** The script trains on a software GPU, of whose calls each fails in turn. */
import type { InferenceSession } from 'onnxruntime-common';
import { ortWith, sessionOnto } from '../../src/testing/sessionOnto';
import { Turn } from '../../src/testing/turn';
import type { ServiceHost } from '../../src/workers/host';
import { faultyDevice, GPU_FAULTS, type GpuFault } from '../faults/gpus';
import { PlacedTurn } from '../faults/places';
import { checkNear, perform } from '../script/perform';
import { sharedGpu } from '../script/sharedGpu';
import { startHub } from '../script/world';
import type { Suite } from '../suite';

/** Relative, of numbers above 1 absolute below: a CPU goes on where a GPU was lost, and sums in another order. */
const TOLERANCE = 1e-5;
/** A GPU that is none compiles its programs slowly. */
const SECONDS = 180;

export const gpu: Suite = {
  name: 'gpu',
  title: 'Calls of the GPU',
  what: 'The device is lost in the call, there is no more memory, a shader is refused, or a result cannot be read. Numbers are those of the CPU to 1e-5.',
  sample: 1,
  async prepare() {
    const hub = await startHub();
    const { outcome: reference } = await perform(hub.url);
    const undisturbed = new PlacedTurn();
    const { outcome } = await perform(hub.url, { host: hostOf(undisturbed), seconds: SECONDS });
    checkNear(outcome, reference, TOLERANCE);
    const { firsts, operations } = undisturbed;
    if (![...firsts.keys()].some((place) => place.includes('/src/train/'))) throw new Error('The script does not train on the GPU.');
    return {
      count: GPU_FAULTS.length * operations,
      first: [...firsts.values()].flatMap((operation) => GPU_FAULTS.map((_, how) => (operation - 1) * GPU_FAULTS.length + how)),
      async attempt(number) {
        const how = GPU_FAULTS[number % GPU_FAULTS.length];
        const turn = new Turn(1 + Math.floor(number / GPU_FAULTS.length));
        const { outcome, heard } = await perform(hub.url, { host: hostOf(turn, how), seconds: SECONDS });
        checkNear(outcome, reference, TOLERANCE);
        return heard.length > 0 ? 'reported and tried again' : 'went on by themselves';
      },
      close: () => hub.close(),
    };
  },
};

/** A software GPU that is taken for a real one. ONNX Runtime for Node has none: what it computes on the CPU is put there. */
function hostOf(turn: Turn, how?: GpuFault): Partial<ServiceHost> {
  return {
    ort: ortWith((graph, options) => sessionOnto(deviceOf(options), 1)(graph, options)),
    async gpu() {
      const gpu = await sharedGpu();
      return gpu && { ...gpu, device: faultyDevice(gpu.device, turn, how), isSoftware: false };
    },
  };
}

function deviceOf({ executionProviders }: InferenceSession.SessionOptions): GPUDevice {
  const [provider] = executionProviders ?? [];
  if (typeof provider !== 'object' || !('device' in provider)) throw new Error('The session was to be on a device.');
  return provider.device as GPUDevice;
}
