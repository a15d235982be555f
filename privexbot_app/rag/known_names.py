"""Names that exclude each other: whoever ships only to one of these countries does not ship to another of them.

Left out is what is a part of something else here (England, Europe, Puerto Rico) or has parts overseas.
"""

from privexbot_app.rag.english import words_of

COUNTRIES = words_of(
    """albania argentina australia austria belgium brazil bulgaria canada chile china colombia croatia cyprus czechia
    egypt estonia finland germany greece hungary iceland india indonesia ireland israel italy japan kenya latvia
    lithuania luxembourg malaysia malta mexico montenegro morocco nigeria norway pakistan peru philippines poland
    portugal romania russia serbia singapore slovakia slovenia spain sweden switzerland thailand tunisia turkey ukraine
    uruguay vietnam denmark netherlands france usa uk"""
)
PAYMENTS = words_of(
    "visa mastercard paypal amex bitcoin klarna maestro vipps twint alipay bancontact giropay cheques cash"
)
SPELLED = {  # one word each
    "united states of america": "usa",
    "the united states": "usa",
    "united states": "usa",
    "u.s.a.": "usa",
    "u.s.": "usa",
    "the us": "usa",
    "united kingdom": "uk",
    "great britain": "uk",
    "american express": "amex",
    "the netherlands": "netherlands",
}
