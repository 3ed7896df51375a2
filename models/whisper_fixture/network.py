"""Owns the tiny network: Whisper's own modules over the tokens in use, its losses, and its export as a checkpoint."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as nnf
from torch import Tensor, nn
from whisper.model import ModelDimensions, Whisper, sinusoids

from .vocabulary import N_VOCAB, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

DIMS = ModelDimensions(
    n_mels=80,
    n_audio_ctx=1500,
    n_audio_state=128,
    n_audio_head=4,
    n_audio_layer=2,
    n_vocab=N_VOCAB,
    n_text_ctx=448,
    n_text_state=128,
    n_text_head=4,
    n_text_layer=2,
)
IGNORED = -100
_MARGIN = 3.0


@dataclass(frozen=True)
class Batch:
    """Padded examples.

    Attributes:
        mel: float32 [batch, 80, frames], zero beyond each example's audio.
        tokens: int64 [batch, length], local ids.
        targets: int64 [batch, length], the next token, or IGNORED.
        sounds: int64 [batch, n_sounds], syllable classes (0 is the blank), zero beyond each example's own.
        sound_lengths: int64 [batch].
        positions: int64 [batch], encoder positions that hold audio.
    """

    mel: Tensor
    tokens: Tensor
    targets: Tensor
    sounds: Tensor
    sound_lengths: Tensor
    positions: Tensor

    def to(self, device: torch.device) -> Batch:
        """Move every tensor to a device."""
        return Batch(**{name: value.to(device) for name, value in vars(self).items()})


class TinyWhisper(nn.Module):
    """Whisper with embeddings for the tokens in use only, and a syllable head that is thrown away after training."""

    def __init__(self, vocabulary: Vocabulary, n_sounds: int) -> None:
        """Create the network.

        Args:
            vocabulary: the tokens in use.
            n_sounds: syllable classes, the blank included.
        """
        super().__init__()
        self.vocabulary = vocabulary
        n_used = len(vocabulary.ids)
        self.whisper = Whisper(replace(DIMS, n_vocab=n_used))
        self.sound_head = nn.Linear(DIMS.n_audio_state, n_sounds)
        # Every unused row of the exported vocabulary is zero, so each unused token has the logit 0: together they
        # weigh as much as one class of this logit.
        self.unused_logit = math.log(N_VOCAB - n_used)
        self._initialise()

    @torch.no_grad()
    def _initialise(self) -> None:
        """Start from smooth codes of position and time, and with all used tokens above the unused ones."""
        decoder, width = self.whisper.decoder, DIMS.n_text_state
        rows = decoder.token_embedding.weight
        rows.normal_(std=0.05)
        first = self.vocabulary.first_timestamp
        # Neighbouring timestamps share the encoder's position code: attention can copy a time to the output.
        rows[first:] += 0.1 * sinusoids(DIMS.n_audio_ctx + 1, width)
        decoder.positional_embedding.copy_(0.1 * sinusoids(DIMS.n_text_ctx, width))
        rows[:, 0] = 1.0
        decoder.ln.bias[0] = self.unused_logit

    def encode(self, mel: Tensor) -> Tensor:
        """Whisper's encoder for windows of any length: [batch, 80, frames] to [batch, frames / 2, 128]."""
        encoder = self.whisper.encoder
        hidden = nnf.gelu(encoder.conv2(nnf.gelu(encoder.conv1(mel)))).permute(0, 2, 1)
        hidden = hidden + encoder.positional_embedding[: hidden.shape[1]]
        for block in encoder.blocks:
            hidden = block(hidden)
        return encoder.ln_post(hidden)

    def losses(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return the transcript's cross-entropy per token and the syllables' CTC loss per syllable (0 without any)."""
        encoded = self.encode(batch.mel)
        logits = self.whisper.decoder(batch.tokens, encoded).float()
        unused = logits.new_full((*logits.shape[:2], 1), self.unused_logit)
        whole = torch.cat([logits, unused], dim=-1)
        transcript = nnf.cross_entropy(whole.transpose(1, 2), batch.targets, ignore_index=IGNORED)
        if not batch.sound_lengths.any():
            return transcript, transcript.new_zeros(())
        return transcript, self._sound_loss(encoded, batch)

    def _sound_loss(self, encoded: Tensor, batch: Batch) -> Tensor:
        sounds = self.sound_head(encoded).float().log_softmax(-1).transpose(0, 1)
        ctc = nnf.ctc_loss(
            sounds, batch.sounds, batch.positions, batch.sound_lengths, reduction="none", zero_infinity=True
        )
        return ctc.sum() / batch.sound_lengths.sum()

    @torch.no_grad()
    def export(self, path: Path) -> None:
        """Write openai-whisper's checkpoint format in half precision, unused vocabulary rows zero."""
        state = {name: value.detach().cpu().half() for name, value in self.whisper.state_dict().items()}
        # The network's bias holds the first unit high. Raising it in all used rows lifts their logits alike, far above
        # the unused tokens' 0, and lowering it in the positions leaves the decoder's input what it was.
        state["decoder.positional_embedding"][:, 0] -= _MARGIN
        rows = torch.zeros(N_VOCAB, DIMS.n_text_state, dtype=torch.float16)
        rows[list(self.vocabulary.ids)] = state["decoder.token_embedding.weight"]
        rows[list(self.vocabulary.ids), 0] += _MARGIN
        state["decoder.token_embedding.weight"] = rows
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save({"dims": asdict(DIMS), "model_state_dict": state}, path)
