"""What a model with a head of Tandem is made of: an encoder of transformers, and the head on top of it."""
from transformers import AutoConfig, PreTrainedConfig


class TandemConfig(PreTrainedConfig):
    """
    encoder: the config.json of the encoder.
    head: `mlp` (Linear, activation, Linear) on the pooled vector, `unitLinear` (one Linear) on it at length 1; on every token `linear` (one
    Linear) or `tokenMlp` (Linear, activation, Linear).
    pooling: how tokens become one vector, as sentence-transformers names it; several are put side by side.
    activation: `relu`, `gelu` or `tanh`.
    norm_eps: epsilon of a LayerNorm behind the activation, where there is one.
    layers: `last`, or `mix` for a learned weighted sum of all hidden states.
    thresholds: a label of several is given from this probability on, one for each label.
    """

    model_type = 'tandem'
    sub_configs = {'encoder': AutoConfig}

    def __init__(self, encoder=None, head='linear', pooling=('mean',), activation='relu', norm_eps=None, layers='last', thresholds=None, **kwargs):
        encoder = encoder or {'model_type': 'bert'}
        self.encoder = AutoConfig.for_model(**encoder) if isinstance(encoder, dict) else encoder
        self.head = head
        self.pooling = list(pooling)
        self.activation = activation
        self.norm_eps = norm_eps
        self.layers = layers
        self.thresholds = thresholds
        super().__init__(**kwargs)
