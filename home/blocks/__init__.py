"""What an editor can put on a page."""

from home.blocks.body import ArticleBody, QuestionBlock, StepBlock
from home.blocks.figures import FigureBlock
from home.blocks.instruments import InstrumentBlock

__all__ = ["ArticleBody", "FigureBlock", "InstrumentBlock", "QuestionBlock", "StepBlock"]
