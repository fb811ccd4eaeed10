/**
 * The part of onnx.proto3 that a graph with external weights needs, written field by field.
 * Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
 */
import { PbfWriter } from 'pbf';

export const ElementType = { FLOAT: 1, INT64: 7, FLOAT16: 10 } as const;
export type ElementType = (typeof ElementType)[keyof typeof ElementType];

export type Attribute = number | { float: number } | number[];

export interface NodeProto {
  opType: string;
  domain?: string;
  name: string;
  inputs: string[];
  outputs: string[];
  attributes: Record<string, Attribute>;
}

export interface ExternalData {
  location: string;
  offset: number;
  length: number;
}

export interface Initializer {
  name: string;
  type: ElementType;
  dims: number[];
  /** Little-endian bytes inside the graph, or a byte range of another file. */
  data: Uint8Array | ExternalData;
}

export interface ValueInfo {
  name: string;
  type: ElementType;
  /** A string is a symbolic dimension. */
  dims: (number | string)[];
}

export interface Graph {
  name: string;
  nodes: NodeProto[];
  initializers: Initializer[];
  inputs: ValueInfo[];
  outputs: ValueInfo[];
}

export interface ModelProto {
  producer: string;
  opsets: { domain: string; version: number }[];
  graph: Graph;
}

const IR_VERSION = 8;
const EXTERNAL = 1;
const AttributeType = { FLOAT: 1, INT: 2, INTS: 7 } as const;

/** Serialises a ModelProto. */
export function encodeModel(model: ModelProto): Uint8Array<ArrayBuffer> {
  const pbf = new PbfWriter();
  writeModel(model, pbf);
  pbf.writeMessage(7, writeGraph, model.graph);
  return pbf.finish() as Uint8Array<ArrayBuffer>;
}

/** All but the graph, which comes last. */
export function writeModel(model: ModelProto, pbf: PbfWriter): void {
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, model.producer);
  for (const opset of model.opsets) {
    pbf.writeMessage(
      8,
      (o, p) => {
        p.writeStringField(1, o.domain);
        p.writeVarintField(2, o.version);
      },
      opset,
    );
  }
}

export function writeGraph(graph: Graph, pbf: PbfWriter): void {
  for (const node of graph.nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, graph.name);
  for (const initializer of graph.initializers) pbf.writeMessage(5, writeTensor, initializer);
  for (const input of graph.inputs) pbf.writeMessage(11, writeValueInfo, input);
  for (const output of graph.outputs) pbf.writeMessage(12, writeValueInfo, output);
}

function writeNode(node: NodeProto, pbf: PbfWriter): void {
  for (const input of node.inputs) pbf.writeStringField(1, input);
  for (const output of node.outputs) pbf.writeStringField(2, output);
  pbf.writeStringField(3, node.name);
  pbf.writeStringField(4, node.opType);
  for (const entry of Object.entries(node.attributes)) pbf.writeMessage(5, writeAttribute, entry);
  if (node.domain) pbf.writeStringField(7, node.domain);
}

function writeAttribute([name, value]: [string, Attribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if (typeof value === 'number') {
    pbf.writeVarintField(3, value);
    pbf.writeVarintField(20, AttributeType.INT);
  } else if (Array.isArray(value)) {
    for (const n of value) pbf.writeVarintField(8, n);
    pbf.writeVarintField(20, AttributeType.INTS);
  } else {
    pbf.writeFloatField(2, value.float);
    pbf.writeVarintField(20, AttributeType.FLOAT);
  }
}

export function writeTensorHead(tensor: Initializer, pbf: PbfWriter): void {
  for (const dim of tensor.dims) pbf.writeVarintField(1, dim);
  pbf.writeVarintField(2, tensor.type);
  pbf.writeStringField(8, tensor.name);
}

function writeTensor(tensor: Initializer, pbf: PbfWriter): void {
  writeTensorHead(tensor, pbf);
  if (tensor.data instanceof Uint8Array) {
    pbf.writeBytesField(9, tensor.data);
    return;
  }
  for (const [key, value] of Object.entries(tensor.data)) pbf.writeMessage(13, writeStringPair, [key, String(value)]);
  pbf.writeVarintField(14, EXTERNAL);
}

function writeStringPair([key, value]: [string, string], pbf: PbfWriter): void {
  pbf.writeStringField(1, key);
  pbf.writeStringField(2, value);
}

function writeValueInfo(info: ValueInfo, pbf: PbfWriter): void {
  pbf.writeStringField(1, info.name);
  pbf.writeMessage(2, writeType, info);
}

function writeType(info: ValueInfo, pbf: PbfWriter): void {
  pbf.writeMessage(
    1,
    (tensor, p) => {
      p.writeVarintField(1, tensor.type);
      p.writeMessage(2, writeShape, tensor.dims);
    },
    info,
  );
}

function writeShape(dims: (number | string)[], pbf: PbfWriter): void {
  for (const dim of dims) {
    pbf.writeMessage(
      1,
      (d, p) => {
        if (typeof d === 'number') p.writeVarintField(1, d);
        else p.writeStringField(2, d);
      },
      dim,
    );
  }
}
