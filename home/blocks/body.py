"""Building blocks of long texts. Every block renders from site/templates/blocks/."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from home.blocks.figures import FigureBlock
from home.blocks.personal_data import PersonalDataBlock
from home.blocks.video import VideoBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
SHORT_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class PictureBlock(blocks.StructBlock):
    """A picture; ImageBlock asks for an alternative text unless it is marked as decorative."""

    picture = ImageBlock(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class GalleryBlock(blocks.StructBlock):
    """Pictures beside each other; one alone is a Picture."""

    pictures = blocks.ListBlock(PictureBlock(), label=_("pictures"), min_num=2, max_num=24)

    class Meta:
        icon = "image"
        label = _("Gallery")
        help_text = _("Two to 24 pictures beside each other. Each needs its alternative text.")
        template = "blocks/gallery.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("words"))
    who = blocks.CharBlock(label=_("who said it"), max_length=120, required=False)
    source = blocks.CharBlock(label=_("where and when"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=60)
    text = blocks.TextBlock(label=_("text"), required=False)

    class Meta:
        icon = "list-ol"
        label = _("Step")


class MomentBlock(blocks.StructBlock):
    when = blocks.CharBlock(label=_("when"), max_length=60)
    title = blocks.CharBlock(label=_("title"), max_length=100)
    text = blocks.TextBlock(label=_("text"), required=False)

    class Meta:
        icon = "date"
        label = _("Moment")


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"), max_length=150)
    answer = blocks.RichTextBlock(label=_("answer"), features=SHORT_FEATURES)

    class Meta:
        icon = "help"
        label = _("Question")


class CallOutBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(
        label=_("kind"),
        choices=[("info", _("Good to know")), ("success", _("Done")), ("warn", _("Please note")), ("error", _("Important"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("title"), max_length=80, required=False)
    text = blocks.RichTextBlock(label=_("text"), features=SHORT_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Call-out")
        template = "blocks/call_out.html"


class DataTableBlock(blocks.StructBlock):
    """A table with a caption; the first column names the rows."""

    caption = blocks.CharBlock(label=_("caption"), max_length=150)
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", blocks.FloatBlock(label=_("Number"), required=False)),
        ],
        label=_("table"),
    )
    source = blocks.CharBlock(label=_("source"), max_length=200, required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"


class ArticleBody(blocks.StreamBlock):
    """Everything a text may hold, in the order an editor needs it most."""

    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, icon="pilcrow", template="blocks/text.html")
    picture = PictureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    call_out = CallOutBlock()
    quote = QuoteBlock()
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), icon="list-ol", template="blocks/steps.html")
    timeline = blocks.ListBlock(MomentBlock(), label=_("Timeline"), icon="date", template="blocks/timeline.html")
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions and answers"), icon="help", template="blocks/questions.html")
    table = DataTableBlock()
    figures = blocks.ListBlock(FigureBlock(), label=_("Figures"), icon="view", template="blocks/figures.html")
    documents = blocks.ListBlock(
        DocumentChooserBlock(label=_("document")), label=_("Documents"), icon="doc-full", template="blocks/documents.html"
    )
    personal_data = PersonalDataBlock()
