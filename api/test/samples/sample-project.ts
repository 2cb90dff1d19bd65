import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../local/folders.ts';

const execute = promisify(execFile);

/** A failed program's output is what says why. */
async function run(command: string, args: string[], options: { cwd: string; env?: NodeJS.ProcessEnv }) {
  try {
    return (await execute(command, args, { ...options, maxBuffer: 50_000_000 })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error([message, stdout, stderr].join('\n').slice(0, 5_000), { cause: error });
  }
}

/** A project of somebody else: a folder outside of the checkout, with what it installed. Nothing is downloaded. */
export class SampleProject {
  private constructor(readonly folder: string) {}

  /** With the sources in this folder beside this file. */
  static async of(sources: string): Promise<SampleProject> {
    const project = new SampleProject(await mkdtemp(join(tmpdir(), 'integration-queue-sample-')));
    await cp(join(import.meta.dirname, sources), project.folder, { recursive: true });
    await writeFile(project.path('package.json'), JSON.stringify({ name: 'sample', type: 'module', private: true }));
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2024',
      strict: true,
      noUncheckedIndexedAccess: true,
      noEmitOnError: true,
      types: ['node'],
    };
    await writeFile(project.path('tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*.ts'] }));
    await project.link('@types/node', join(ROOT, 'node_modules', '@types', 'node'));
    return project;
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** "Installs" a package that lies here already. */
  async link(name: string, target: string): Promise<void> {
    const place = this.path('node_modules', name);
    await mkdir(dirname(place), { recursive: true });
    await symlink(target, place);
  }

  /** As `npx tsc` does. Throws with what the compiler says. */
  compile(): Promise<string> {
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    return run(process.execPath, [compiler, '-p', '.'], { cwd: this.folder });
  }

  /** Runs a compiled file with this environment and answers what it wrote. */
  run(file: string, env: Record<string, string>): Promise<string> {
    return run(process.execPath, [file], { cwd: this.folder, env });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}
