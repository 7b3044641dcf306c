// Where the program is: in the package of this platform, or where LIVECHAT_MOCK_PROGRAM says.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export function program() {
  if (process.env.LIVECHAT_MOCK_PROGRAM) return process.env.LIVECHAT_MOCK_PROGRAM;
  const { platform, arch } = process;
  const file = platform === 'win32' ? 'livechat-mock.exe' : 'livechat-mock';
  try {
    return require.resolve(`livechat-mock-${platform}-${arch}/${file}`);
  } catch (cause) {
    throw new Error(
      `the package livechat-mock-${platform}-${arch}, which has the program, is not installed: install without ` +
        '--omit=optional, or build the program with cargo and name it in LIVECHAT_MOCK_PROGRAM',
      { cause },
    );
  }
}
