"""Figures in the texts of the workspace: those that can be bound, those that are, and what the page marks in a text."""

from django.utils.translation import gettext as _

from reports.bound import UNFILLED, Form, sums
from reports.schema import IdentityKind, Schema


def sums_json(schema: Schema) -> dict[str, str]:
    """The sums that have a name of their own: their cells, joined by +, and the name."""
    return {"+".join(cells): label for cells, label in sums(schema).items() if len(cells) > 1}


def balances_json(schema: Schema) -> list[dict[str, tuple[str, ...]]]:
    return [
        {"left": identity.left, "right": identity.right}
        for identity in schema.identities
        if identity.kind is IdentityKind.BALANCE
    ]


def figure_words() -> dict[str, str]:
    """What the page's script says of figures in a text; the forms are named as findings name them."""
    return {f"figure_{form}": form.label for form in Form} | {
        "figure_none": UNFILLED,
        "figure_form_label": "{name}（{form}）",
        "figure_share_label": "{part} 占 {whole}（" + Form.SHARE.label + "）",
        # What a figure says is part of the report, and Chinese like the rest of it.
        "figure_rose": "增长",
        "figure_fell": "下降",
        "figure_more": "增加",
        "figure_fewer": "减少",
        "figure_equal": "持平",
        "figure_nearly_equal": "基本持平",
        "figure_blank": _("“{cell}” is not filled"),
        "figure_no_last_year": _("There is no report of last year to compare with"),
        "figure_no_base": _("Last year's figure is 0: no percentage can be computed"),
        "figure_no_whole": _("The whole is 0: no share can be computed"),
        "figure_units": _("Figures of different units cannot be added"),
        "pick_title": _("Insert a figure"),
        "pick_kind": _("What is shown of it"),
        "pick_search": _("Part of a label, for instance of a row"),
        "pick_whole_of": _("Part of the label of the whole"),
        "pick_whole": _("Share of “{part}” in:"),
        "pick_nothing": _("No label has these words"),
        "bind_title": _("Let figures follow the tables"),
        "bind_text": _(
            "Ticked figures of this text will always show what the table holds, also those that differ from it now."
        ),
        "bind_differs": _("Figures that differ from the tables as they are now: please compare"),
        "bind_now": _("now {said}, will be {now}"),
        "bind_same": _("stays {now}"),
        "bind_apply": _("Let {count} figures follow"),
        "bind_nothing": _("No figure of this text was found in the tables"),
        "bind_offer": _("{count} figures of this text can follow the tables by themselves."),
        "bind_review": _("Look through and apply"),
        "bind_later": _("Not now"),
        "bound": _("{count} figures follow the tables now"),
        "cancel": _("Cancel"),
    }
