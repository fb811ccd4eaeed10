"""Writes fixtures/onnxOnly.json: a small random BERT as other programs export it to ONNX (torch.onnx, then quantised by ONNX Runtime),
and the hidden states that ONNX Runtime for Python computes from each.

Run: python reference/onnx_only_fixture.py
"""
import base64
import tempfile
from pathlib import Path

import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import BertConfig, BertModel

from common import base64_floats, bert, bert_tensors, hash_tensor, write_fixture

CONFIG = dict(num_hidden_layers=2, hidden_size=16, num_attention_heads=2, intermediate_size=24, vocab_size=61, max_position_embeddings=24, type_vocab_size=2)

# One text: what a graph with weights of eight bits gives depends on the others of a batch.
ids = torch.tensor([[2, 9, 17, 33, 3]])
mask = torch.ones_like(ids)
types = torch.zeros_like(ids)


class LastHiddenState(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state


weights = {name: hash_tensor(i, name, shape) for i, (name, shape) in enumerate(bert_tensors(CONFIG))}
model = LastHiddenState(bert(CONFIG, weights))
names = ['input_ids', 'attention_mask', 'token_type_ids']
content = {'config': {'model_type': 'bert', 'architectures': ['BertModel'], **CONFIG}, 'graphs': {}}
with tempfile.TemporaryDirectory() as folder:
    plain, quantised = Path(folder) / 'model.onnx', Path(folder) / 'model_quantized.onnx'
    axes = {name: {0: 'batch', 1: 'sequence'} for name in [*names, 'last_hidden_state']}
    torch.onnx.export(model, (ids, mask, types), str(plain), input_names=names, output_names=['last_hidden_state'], dynamic_axes=axes, opset_version=17, dynamo=False)
    quantize_dynamic(str(plain), str(quantised), weight_type=QuantType.QUInt8)
    for path in (plain, quantised):
        session = onnxruntime.InferenceSession(str(path))
        states = session.run(None, {'input_ids': ids.numpy(), 'attention_mask': mask.numpy(), 'token_type_ids': types.numpy()})[0]
        content['graphs'][path.name] = {'bytes': base64.b64encode(path.read_bytes()).decode(), 'states': base64_floats(states)}
write_fixture('onnxOnly.json', content)
