/**
 * Writes a graph as an ONNX file (protobuf). Only writing, only the messages that our graphs need.
 *
 * Source: onnx.proto of ONNX 1.18 (field numbers), IR version 10, opset 21.
 */
import type { Attribute, Graph, Initializer, Node, Value } from './graph.ts';
import { verifyGraph } from './spec.ts';
import type { ElementType } from './weights.ts';

const IR_VERSION = 10;
const OPSET = 21;
const ELEMENT: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
  float8_e4m3fn: 17,
  float8_e5m2: 19,
};
/** AttributeProto.AttributeType */
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

/**
 * The bytes of an ONNX model. Weights are external data: their `location` is the absolute path of the weight
 * file without the leading slash, to be resolved against the root folder (see runtime/network.ts).
 *
 * @throws {GraphError} when the graph is not legal
 */
export function writeOnnx(graph: Graph): Uint8Array {
  verifyGraph(graph);
  return message(
    varintField(1, IR_VERSION),
    stringField(2, 'limner'),
    bytesField(7, graphProto(graph)),
    bytesField(8, message(stringField(1, ''), varintField(2, OPSET))),
    bytesField(8, message(stringField(1, 'com.microsoft'), varintField(2, 1))),
  );
}

/** @param isBranch  its results carry no shape: the two sides may differ */
function graphProto(graph: Graph, isBranch = false): Uint8Array {
  return message(
    ...graph.nodes.map((node) => bytesField(1, nodeProto(node))),
    stringField(2, graph.name),
    ...graph.initializers.map((initializer) => bytesField(5, tensorProto(initializer))),
    ...graph.inputs.map((input) => bytesField(11, valueInfo(input))),
    ...graph.outputs.map((output) => bytesField(12, valueInfo(output, !isBranch))),
  );
}

function nodeProto(node: Node): Uint8Array {
  return message(
    ...node.inputs.map((input) => stringField(1, input)),
    ...node.outputs.map((output) => stringField(2, output)),
    stringField(3, node.name),
    stringField(4, node.op),
    ...Object.entries(node.attributes).map(([name, value]) => bytesField(5, attributeProto(name, value))),
    stringField(7, node.domain),
  );
}

function attributeProto(name: string, value: Attribute): Uint8Array {
  if ('float' in value)
    return message(stringField(1, name), floatField(2, value.float), varintField(20, ATTRIBUTE_TYPE.float));
  if ('int' in value)
    return message(stringField(1, name), varintField(3, value.int), varintField(20, ATTRIBUTE_TYPE.int));
  if ('string' in value)
    return message(
      stringField(1, name),
      stringField(4, value.string),
      varintField(20, ATTRIBUTE_TYPE.string),
    );
  if ('graph' in value)
    return message(
      stringField(1, name),
      bytesField(6, graphProto(value.graph, true)),
      varintField(20, ATTRIBUTE_TYPE.graph),
    );
  return message(
    stringField(1, name),
    ...value.ints.map((int) => varintField(8, int)),
    varintField(20, ATTRIBUTE_TYPE.ints),
  );
}

function tensorProto({ name, type, dims, data }: Initializer): Uint8Array {
  const shape = dims.map((dim) => varintField(1, dim));
  const head = [...shape, varintField(2, ELEMENT[type]), stringField(8, name)];
  if (data instanceof Uint8Array) return message(...head, bytesField(9, data));
  const entry = (key: string, value: string): Uint8Array =>
    bytesField(13, message(stringField(1, key), stringField(2, value)));
  return message(
    ...head,
    entry('location', externalLocation(data.file)),
    entry('offset', String(data.offset)),
    entry('length', String(data.length)),
    varintField(14, 1),
  );
}

/** `/a/b.safetensors` → `a/b.safetensors`, `C:\a\b` → `a/b`: relative to the root folder of the file. */
function externalLocation(file: string): string {
  return file
    .replace(/^[A-Za-z]:/, '')
    .replaceAll('\\', '/')
    .replace(/^\/+/, '');
}

function valueInfo({ name, type, dims }: Value, hasShape = true): Uint8Array {
  const dimension = (dim: number | string): Uint8Array =>
    bytesField(1, typeof dim === 'number' ? varintField(1, dim) : stringField(2, dim));
  const shape = hasShape ? [bytesField(2, message(...dims.map(dimension)))] : [];
  const tensorType = message(varintField(1, ELEMENT[type]), ...shape);
  return message(stringField(1, name), bytesField(2, bytesField(1, tensorType)));
}

// Protocol buffers wire format: https://protobuf.dev/programming-guides/encoding/

function message(...fields: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(fields);
}

/** Base-128 digits, the lowest first; negative numbers as 64-bit two's complement. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  if (value >= 0) {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
    bytes.push(rest);
    return bytes;
  }
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}

function varintField(field: number, value: number): Uint8Array {
  return Buffer.from([...varint(field << 3), ...varint(value)]);
}

function floatField(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([Buffer.from(varint((field << 3) | 5)), bytes]);
}

function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([...varint((field << 3) | 2), ...varint(bytes.length)]), bytes]);
}

function stringField(field: number, value: string): Uint8Array {
  return bytesField(field, Buffer.from(value));
}
