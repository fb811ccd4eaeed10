"""Heads that Tandem trains, on top of an encoder of transformers. They give the logits that Tandem gives."""
import torch
from torch import nn
from transformers import AutoModel, PreTrainedModel
from transformers.modeling_outputs import QuestionAnsweringModelOutput, SequenceClassifierOutput, TokenClassifierOutput

from .configuration_tandem import TandemConfig


TOKEN_HEADS = ('linear', 'tokenMlp')
TWO_LAYERS = ('mlp', 'tokenMlp')
ACTIVATIONS = {'relu': torch.relu, 'gelu': nn.functional.gelu, 'tanh': torch.tanh}


def pool(states, mask, mode):
    """[batch, tokens, hidden] to [batch, hidden], as sentence_transformers.models.Pooling does it."""
    mask = mask.unsqueeze(-1).to(states.dtype)
    if mode == 'cls':
        first = mask.squeeze(-1).argmax(1)
        return states[torch.arange(len(states)), first]
    if mode == 'lasttoken':
        last = mask.shape[1] - 1 - mask.squeeze(-1).flip(1).argmax(1)
        return states[torch.arange(len(states)), last]
    if mode == 'max':
        return states.masked_fill(mask == 0, float('-inf')).max(1).values
    if mode == 'weightedmean':
        mask = mask * torch.arange(1, mask.shape[1] + 1, device=mask.device, dtype=mask.dtype).unsqueeze(-1)
    total, count = (states * mask).sum(1), mask.sum(1).clamp(min=1e-9)
    if mode == 'mean_sqrt_len_tokens':
        return total / count.sqrt()
    if mode in ('mean', 'weightedmean'):
        return total / count
    raise ValueError(f'pooling "{mode}" is not known')


class TandemPreTrainedModel(PreTrainedModel):
    config_class = TandemConfig
    base_model_prefix = 'encoder'

    def __init__(self, config):
        super().__init__(config)
        self.encoder = AutoModel.from_config(config.encoder)
        # No head reads what a pooler makes of the first token.
        if getattr(self.encoder, 'pooler', None) is not None:
            self.encoder.pooler = None
        self.num_labels = config.num_labels
        hidden = config.encoder.hidden_size
        if config.layers == 'mix':
            self.mix = nn.Parameter(torch.full((config.encoder.num_hidden_layers + 1,), 1 / (config.encoder.num_hidden_layers + 1)))
        width = hidden if config.head in TOKEN_HEADS else hidden * len(config.pooling)
        if config.head in TWO_LAYERS:
            self.dense = nn.Linear(width, width)
            self.norm = nn.Identity() if config.norm_eps is None else nn.LayerNorm(width, eps=config.norm_eps)
        self.dropout = nn.Dropout(0.1)
        self.classifier = nn.Linear(width, config.num_labels)
        self.post_init()

    def logits(self, input_ids=None, attention_mask=None, **inputs):
        if attention_mask is None:
            attention_mask = torch.ones_like(input_ids)
        mix = self.config.layers == 'mix'
        outputs = self.encoder(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=mix, return_dict=True, **inputs)
        states = outputs.last_hidden_state
        if mix:
            states = torch.einsum('lbth,l->bth', torch.stack(outputs.hidden_states), self.mix)
        features = states
        if self.config.head not in TOKEN_HEADS:
            features = torch.cat([pool(states, attention_mask, mode) for mode in self.config.pooling], dim=-1)
        if self.config.head == 'unitLinear':
            features = nn.functional.normalize(features)
        if self.config.head in TWO_LAYERS:
            features = self.dropout(self.norm(ACTIVATIONS[self.config.activation](self.dense(features))))
        return self.classifier(features)


class TandemForSequenceClassification(TandemPreTrainedModel):
    def forward(self, input_ids=None, attention_mask=None, token_type_ids=None, labels=None, return_dict=None, **_):
        inputs = {} if token_type_ids is None else {'token_type_ids': token_type_ids}
        logits = self.logits(input_ids, attention_mask, **inputs)
        return SequenceClassifierOutput(loss=self.loss(logits, labels), logits=logits)

    def loss(self, logits, labels):
        if labels is None:
            return None
        if self.config.problem_type == 'regression':
            return nn.functional.mse_loss(logits.squeeze(-1), labels.float().squeeze())
        if self.config.problem_type == 'multi_label_classification':
            return nn.functional.binary_cross_entropy_with_logits(logits, labels.float())
        return nn.functional.cross_entropy(logits, labels.view(-1))


class TandemForTokenClassification(TandemPreTrainedModel):
    def forward(self, input_ids=None, attention_mask=None, token_type_ids=None, labels=None, return_dict=None, **_):
        inputs = {} if token_type_ids is None else {'token_type_ids': token_type_ids}
        logits = self.logits(input_ids, attention_mask, **inputs)
        loss = None if labels is None else nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten())
        return TokenClassifierOutput(loss=loss, logits=logits)


class TandemForQuestionAnswering(TandemPreTrainedModel):
    def forward(self, input_ids=None, attention_mask=None, token_type_ids=None, return_dict=None, **_):
        inputs = {} if token_type_ids is None else {'token_type_ids': token_type_ids}
        starts, ends = self.logits(input_ids, attention_mask, **inputs).split(1, dim=-1)
        return QuestionAnsweringModelOutput(start_logits=starts.squeeze(-1), end_logits=ends.squeeze(-1))
