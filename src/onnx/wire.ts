/**
 * @file The part of the ONNX file format that we write, field numbers as in onnx.proto (ONNX 1.16, IR version 9), on the
 * protobuf wire writer of @bufbuild/protobuf.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** ONNX element types: TensorProto.DataType. */
export const elementTypes = { float32: 1, int32: 6, int64: 7 } as const
/** The element types that we use. */
export type ElementType = keyof typeof elementTypes

/** A node attribute: integer, float, string or list of integers. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }

/** One operator applied to named values. */
export interface OnnxNode {
  readonly opType: string
  /** '' = the standard operators; 'com.microsoft' = ONNX Runtime's own. */
  readonly domain: '' | 'com.microsoft'
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, OnnxAttribute>>
}

/** A named tensor of static shape. */
export interface OnnxValue {
  readonly name: string
  readonly elementType: ElementType
  readonly shape: readonly number[]
}

/** A tensor stored in the model. */
export interface OnnxInitializer extends OnnxValue {
  /** Little-endian bytes. */
  readonly bytes: Uint8Array
}

/** A whole model, nodes in the order of their evaluation. */
export interface OnnxModel {
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  readonly initializers: readonly OnnxInitializer[]
  readonly nodes: readonly OnnxNode[]
}

const IR_VERSION = 9
const STANDARD_OPSET = 20
const MICROSOFT_OPSET = 1

type Fill = (writer: BinaryWriter) => void

function message(writer: BinaryWriter, field: number, fill: Fill): void {
  writer.tag(field, WireType.LengthDelimited).fork()
  fill(writer)
  writer.join()
}
const text = (writer: BinaryWriter, field: number, value: string) =>
  writer.tag(field, WireType.LengthDelimited).string(value)
const integer = (writer: BinaryWriter, field: number, value: number) => writer.tag(field, WireType.Varint).int64(value)

function packedIntegers(writer: BinaryWriter, field: number, values: readonly number[]): void {
  message(writer, field, inner => {
    for (const value of values) inner.int64(value)
  })
}

/** AttributeProto: name 1, f 2, i 3, s 4, ints 8, type 20. */
function writeAttribute(writer: BinaryWriter, name: string, attribute: OnnxAttribute): void {
  text(writer, 1, name)
  if ('float' in attribute) {
    writer.tag(2, WireType.Bit32).float(attribute.float)
    integer(writer, 20, 1)
  } else if ('int' in attribute) {
    integer(writer, 3, attribute.int)
    integer(writer, 20, 2)
  } else if ('string' in attribute) {
    text(writer, 4, attribute.string)
    integer(writer, 20, 3)
  } else {
    packedIntegers(writer, 8, attribute.ints)
    integer(writer, 20, 7)
  }
}

/** NodeProto: input 1, output 2, op_type 4, attribute 5, domain 7. */
function writeNode(writer: BinaryWriter, node: OnnxNode): void {
  for (const name of node.inputs) text(writer, 1, name)
  for (const name of node.outputs) text(writer, 2, name)
  text(writer, 4, node.opType)
  for (const [name, attribute] of Object.entries(node.attributes)) {
    message(writer, 5, inner => writeAttribute(inner, name, attribute))
  }
  if (node.domain) text(writer, 7, node.domain)
}

/** ValueInfoProto: name 1, type 2 { tensor_type 1 { elem_type 1, shape 2 { dim 1 { dim_value 1 } } } }. */
function writeValue(writer: BinaryWriter, value: OnnxValue): void {
  text(writer, 1, value.name)
  message(writer, 2, type =>
    message(type, 1, tensor => {
      integer(tensor, 1, elementTypes[value.elementType])
      message(tensor, 2, shape => {
        for (const size of value.shape) message(shape, 1, dimension => integer(dimension, 1, size))
      })
    }),
  )
}

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9. */
function writeInitializer(writer: BinaryWriter, tensor: OnnxInitializer): void {
  packedIntegers(writer, 1, tensor.shape)
  integer(writer, 2, elementTypes[tensor.elementType])
  text(writer, 8, tensor.name)
  writer.tag(9, WireType.LengthDelimited).bytes(tensor.bytes)
}

/** The bytes of a ModelProto: ir_version 1, producer_name 2, graph 7, opset_import 8. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = new BinaryWriter()
  integer(writer, 1, IR_VERSION)
  text(writer, 2, 'bedside')
  message(writer, 7, graph => {
    for (const node of model.nodes) message(graph, 1, inner => writeNode(inner, node))
    text(graph, 2, 'graph')
    for (const tensor of model.initializers) message(graph, 5, inner => writeInitializer(inner, tensor))
    for (const value of model.inputs) message(graph, 11, inner => writeValue(inner, value))
    for (const value of model.outputs) message(graph, 12, inner => writeValue(inner, value))
  })
  for (const [domain, version] of [
    ['', STANDARD_OPSET],
    ['com.microsoft', MICROSOFT_OPSET],
  ] as const) {
    message(writer, 8, opset => {
      text(opset, 1, domain)
      integer(opset, 2, version)
    })
  }
  return writer.finish()
}
