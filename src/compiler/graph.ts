import { GraphError } from '../errors.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { type ElementType, type LowRank, rowsOf, type StoredTensor, type Weights } from './weights.ts';

/** A named tensor inside a graph. A string in `dims` is a size that is only known when the graph runs. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly (number | string)[];
}

export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly graph: Graph };

export interface Node {
  readonly op: string;
  readonly domain: '' | 'com.microsoft';
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Computed in float32 in a graph of float16 too. */
  readonly precision?: 'float32' | undefined;
}

/** A constant: bytes of its own, or a stretch of a weight file. */
export interface Initializer {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: Uint8Array | { readonly file: string; readonly offset: number; readonly length: number };
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
  /** Set when it computes in float16. */
  readonly precision?: 'float16';
  /** Type and shape of everything in the graph by name, as far as its builder knows them. */
  readonly values?: ReadonlyMap<string, Value>;
}

type Attributes = Readonly<Record<string, number | readonly number[] | string | Attribute>>;

/**
 * Collects nodes in the order in which they are computed. Ops (`ops.ts`) and blocks call `node`; names are made
 * here, so that the same calls always write the same graph.
 */
export class GraphBuilder {
  readonly #name: string;
  readonly #weights: Weights | undefined;
  readonly #inputs: Value[] = [];
  readonly #outputs: Value[] = [];
  readonly #initializers = new Map<string, Initializer>();
  readonly #loaded = new Map<string, Value>();
  readonly #values = new Map<string, Value>();
  readonly #counts = new Map<string, number>();
  #nodes: Node[] = [];
  #scope = '';
  #precision: Node['precision'];

  constructor(name: string, weights?: Weights) {
    this.#name = name;
    this.#weights = weights;
  }

  /** Goes on where a graph ended: everything in it can be used; its outputs are to be named anew. */
  static goOn(graph: Graph): GraphBuilder {
    const g = new GraphBuilder(graph.name);
    g.#inputs.push(...graph.inputs);
    g.#nodes.push(...graph.nodes);
    for (const initializer of graph.initializers) g.#initializers.set(initializer.name, initializer);
    for (const [name, value] of graph.values ?? []) g.#values.set(name, value);
    return g;
  }

  input(name: string, dims: readonly (number | string)[], type: ElementType = 'float32'): Value {
    const value = { name, dims, type };
    this.#inputs.push(value);
    return value;
  }

  /** Marks a value as result of the graph, under a name of its own. */
  output(name: string, value: Value): void {
    const named = { ...value, name };
    this.#nodes.push(this.#makeNode('Identity', [value.name], [name], {}, ''));
    this.#outputs.push(named);
  }

  /** Runs `build` with the name scope extended: node names then tell the module they belong to. */
  within<T>(scope: string, build: () => T): T {
    const outer = this.#scope;
    this.#scope = outer === '' ? scope : `${outer}.${scope}`;
    try {
      return build();
    } finally {
      this.#scope = outer;
    }
  }

  /** Computes what `build` adds in float32, in a graph of float16 too: for what leaves float16's range. */
  inFloat32<T>(build: () => T): T {
    const outer = this.#precision;
    this.#precision = 'float32';
    try {
      return build();
    } finally {
      this.#precision = outer;
    }
  }

  /** Adds a node with one output. */
  node(
    op: string,
    inputs: readonly Value[],
    dims: readonly (number | string)[],
    options: {
      readonly attributes?: Attributes;
      readonly domain?: 'com.microsoft';
      readonly type?: ElementType;
    } = {},
  ): Value {
    const type = options.type ?? inputs[0]?.type ?? 'float32';
    const value: Value = { name: this.#fresh(op), dims, type };
    const names = inputs.map((input) => input.name);
    this.#nodes.push(this.#makeNode(op, names, [value.name], options.attributes ?? {}, options.domain ?? ''));
    this.#values.set(value.name, value);
    return value;
  }

  /**
   * `condition ? whenTrue() : whenFalse()`, computed only on the side that is taken; both sides may use every
   * value made so far and must return the same number of values.
   */
  choose(condition: Value, whenTrue: () => readonly Value[], whenFalse: () => readonly Value[]): Value[] {
    const name = this.#fresh('If');
    const branch = (
      side: string,
      build: () => readonly Value[],
    ): { graph: Graph; results: readonly Value[] } => {
      const outer = this.#nodes;
      this.#nodes = [];
      const results = build();
      // A branch may not return a value of the outer graph itself.
      const outputs = results.map((value, index) => {
        const output = { ...value, name: `${name}.${side}.${index}` };
        this.#nodes.push(this.#makeNode('Identity', [value.name], [output.name], {}, ''));
        return { ...output, dims: [] };
      });
      const graph = { name: `${name}.${side}`, inputs: [], outputs, nodes: this.#nodes, initializers: [] };
      this.#nodes = outer;
      return { graph, results };
    };
    const yes = branch('then', whenTrue);
    const no = branch('else', whenFalse);
    if (yes.results.length !== no.results.length)
      throw new GraphError(name, `${yes.results.length} results when true, ${no.results.length} when false`);
    const outputs = yes.results.map((value, index) => ({ ...value, name: `${name}.${index}` }));
    this.#nodes.push(
      this.#makeNode(
        'If',
        [condition.name],
        outputs.map((output) => output.name),
        { then_branch: { graph: yes.graph }, else_branch: { graph: no.graph } },
        '',
      ),
    );
    return outputs;
  }

  /** A constant of float32 values; the same values are stored once. */
  constant(dims: readonly number[], values: Float32Array | readonly number[]): Value {
    const data = Float32Array.from(values);
    return this.#store('float32', dims, new Uint8Array(data.buffer));
  }

  /** A constant of integers: shapes, axes, indices. */
  integers(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    const data = BigInt64Array.from(values, BigInt);
    return this.#store('int64', dims, new Uint8Array(data.buffer));
  }

  /** The module that is being built: `mid_block.attentions.0`. */
  get scope(): string {
    return this.#scope;
  }

  hasWeight(name: string): boolean {
    return this.#weights?.has(this.#scoped(name)) ?? false;
  }

  /** The shape a weight has on disk. */
  weightShape(name: string): readonly number[] {
    return this.#stored(name).dims;
  }

  /** The file has this matrix with rows and columns exchanged: `[in, out]`. */
  isTransposed(name: string): boolean {
    return this.#stored(name).transposed === true;
  }

  /**
   * A weight of the checkpoint as float32. `dims` may fold or unfold axes of size one (a 1×1 convolution as a
   * matrix), since the bytes are the same.
   *
   * @param from  the first of its rows, when `dims` has not all of them
   */
  weight(name: string, dims: readonly number[], from?: number): Value {
    const whole = this.#stored(name);
    const stored = from === undefined ? whole : rowsOf(whole, from, dims[0] as number);
    if (sizeOf(stored.dims) !== sizeOf(dims)) {
      throw new GraphError(
        this.#scoped(name),
        `expected ${sizeOf(dims)} values [${dims.join(', ')}], got [${stored.dims.join(', ')}]`,
      );
    }
    const key = `${stored.name}[${dims.join(',')}]`;
    const known = this.#loaded.get(key);
    if (known !== undefined) return known;
    const widened = this.#widened({ name: key, type: stored.type, dims, data: stored });
    const value = (stored.additions ?? []).reduce(
      (sum, addition, index) => this.#addLowRank(sum, addition, `${key}+${index}`),
      stored.factor === undefined ? widened : this.#multiplied(widened, stored.factor),
    );
    this.#loaded.set(key, value);
    return value;
  }

  /** weight · factor, of constants only. A factor for each row stands in front of what a row holds. */
  #multiplied(weight: Value, factor: StoredTensor): Value {
    const count = sizeOf(factor.dims);
    const dims = count === 1 ? [1] : [count, ...weight.dims.slice(1).map(() => 1)];
    const single = this.#widened({ name: `${weight.name}.factor`, type: factor.type, dims, data: factor });
    return this.#fold('Mul', `${weight.name}.multiplied`, [weight, single], weight.dims);
  }

  /** weight + scale · up @ down, of constants only: the runtime computes it once, when it loads the graph. */
  #addLowRank(weight: Value, { up, down, scale }: LowRank, name: string): Value {
    const [out = 0] = up.dims;
    const [rank = 0] = down.dims;
    const matrixOf = (stored: StoredTensor, part: string, dims: readonly number[]): Value =>
      this.#widened({ name: `${name}.${part}`, type: stored.type, dims, data: stored });
    const columns = sizeOf(down.dims) / rank;
    const matrices = [matrixOf(up, 'up', [out, rank]), matrixOf(down, 'down', [rank, columns])];
    const product = this.#fold('MatMul', `${name}.product`, matrices, [out, columns]);
    const shape = this.integers(weight.dims as readonly number[]);
    const shaped = this.#fold('Reshape', `${name}.shaped`, [product, shape], weight.dims);
    const factor = this.constant([1], [scale]);
    const scaled = this.#fold('Mul', `${name}.scaled`, [shaped, factor], weight.dims);
    return this.#fold('Add', `${name}.sum`, [weight, scaled], weight.dims);
  }

  build(): Graph {
    const named = [...this.#inputs, ...this.#outputs];
    return {
      name: this.#name,
      inputs: this.#inputs,
      outputs: this.#outputs,
      nodes: [...this.#folded, ...this.#nodes],
      initializers: [...this.#initializers.values()],
      values: new Map([
        ...this.#values,
        ...named.map(({ name, type, dims }) => [name, { name, type, dims }] as const),
      ]),
    };
  }

  // Nodes of constants belong to the outer graph even when a branch asks first; the runtime folds them at load.
  readonly #folded: Node[] = [];

  /** The one way in for a constant: its type and shape are known to whoever goes on with the graph. */
  #put(initializer: Initializer): Value {
    const { name, type, dims } = initializer;
    const value = { name, type, dims };
    this.#initializers.set(name, initializer);
    this.#values.set(name, value);
    return value;
  }

  /** A constant that is computed from constants when the graph is loaded. */
  #fold(
    op: string,
    name: string,
    inputs: readonly Value[],
    dims: Value['dims'],
    attributes: Attributes = {},
  ): Value {
    const names = inputs.map((input) => input.name);
    const value: Value = { name, type: 'float32', dims };
    this.#folded.push(this.#makeNode(op, names, [name], attributes, ''));
    this.#values.set(name, value);
    return value;
  }

  /** A constant as float32, whatever it is on disk. */
  #widened(initializer: Initializer): Value {
    const value = this.#put(initializer);
    if (value.type === 'float32') return value;
    return this.#fold('Cast', `${value.name}.float32`, [value], value.dims, { to: 1 });
  }

  #stored(name: string): StoredTensor {
    const scoped = this.#scoped(name);
    if (this.#weights === undefined) throw new GraphError(scoped, 'this graph has no weights');
    return this.#weights.get(scoped);
  }

  #store(type: 'float32' | 'int64', dims: readonly number[], data: Uint8Array): Value {
    const name = `const.${type}[${dims.join(',')}]${fingerprint(data)}`;
    return this.#values.get(name) ?? this.#put({ name, type, dims, data });
  }

  #scoped(name: string): string {
    return this.#scope === '' ? name : `${this.#scope}.${name}`;
  }

  #fresh(op: string): string {
    const base = this.#scoped(op);
    const count = this.#counts.get(base) ?? 0;
    this.#counts.set(base, count + 1);
    return count === 0 ? base : `${base}.${count}`;
  }

  #makeNode(
    op: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Attributes,
    domain: '' | 'com.microsoft',
  ): Node {
    const node = {
      op,
      domain,
      name: outputs[0] ?? op,
      inputs,
      outputs,
      attributes: toAttributes(attributes),
    };
    return this.#precision === undefined ? node : { ...node, precision: this.#precision };
  }
}

function toAttributes(attributes: Attributes): Readonly<Record<string, Attribute>> {
  const entries = Object.entries(attributes).map(([name, value]): [string, Attribute] => {
    if (typeof value === 'number') return [name, { int: value }];
    if (typeof value === 'string') return [name, { string: value }];
    return [name, Array.isArray(value) ? { ints: value as readonly number[] } : (value as Attribute)];
  });
  return Object.fromEntries(entries);
}

/** FNV-1a over the bytes plus the length: names of constants, never a matter of trust. */
function fingerprint(data: Uint8Array): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of data) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return `${data.length}:${hash.toString(16)}`;
}
