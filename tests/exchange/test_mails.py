"""Mails and boxes of them, taken apart into the documents that came with them."""

import base64
from email.message import EmailMessage

import pytest

from reports.exchange.archives import Member, members
from reports.exchange.mails import NO_DOCUMENT, is_mail


def mail(*attachments: tuple[str, bytes], sender: str = "王晓梅 <office@example.gov.cn>") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "county@example.gov.cn", "报送2023年度报告"
    made["Date"] = "Mon, 15 Jan 2024 09:30:00 +0800"
    made.set_content("附件请查收。")
    made.add_alternative("<p>附件请查收。<img src='cid:mark'></p>", subtype="html")
    for name, data in attachments:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made


def opened(data: bytes, name: str = "来信.eml") -> list[Member]:
    return list(members(data, name))


def test_the_documents_come_with_their_sender_and_no_signature_picture() -> None:
    made = mail(("蓝田县教育局2023.xlsx", b"1234"), ("说明.txt", b"56"))
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png", cid="<mark>")
    assert opened(made.as_bytes()) == [
        Member("来信.eml/蓝田县教育局2023.xlsx", b"1234", sender="office@example.gov.cn"),
        Member("来信.eml/说明.txt", b"56", sender="office@example.gov.cn"),
    ]


def test_a_mail_inside_a_mail_and_a_box_of_mails() -> None:
    outer = mail()
    outer.add_attachment(mail(("甲.xlsx", b"1")))
    assert [member.path for member in opened(outer.as_bytes())] == ["来信.eml/甲.xlsx"]
    box = b"".join(
        b"From office@example.gov.cn Mon Jan 15 09:30:00 2024\n" + mail((name, b"2")).as_bytes() + b"\n"
        for name in ("乙.xlsx", "丙.xlsx")
    )
    assert [member.path for member in opened(box, "收件箱.mbox")] == ["收件箱.mbox/乙.xlsx", "收件箱.mbox/丙.xlsx"]


def test_a_mail_without_a_document_says_so() -> None:
    assert opened(mail().as_bytes()) == [Member("来信.eml", problem=NO_DOCUMENT)]


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "utf-8"])
def test_chinese_names_as_mail_programs_write_them(charset: str) -> None:
    word = base64.b64encode("年报.xlsx".encode(charset)).decode()
    raw = (
        "From: a@example.gov.cn\r\nSubject: test\r\nDate: Mon, 15 Jan 2024 09:30:00 +0800\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        f'Content-Type: application/octet-stream; name="=?{charset}?B?{word}?="\r\n'
        f'Content-Disposition: attachment; filename="=?{charset}?B?{word}?="\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\nMTIz\r\n--b--\r\n"
    )
    assert opened(raw.encode()) == [Member("来信.eml/年报.xlsx", b"123", sender="a@example.gov.cn")]


@pytest.mark.parametrize(
    "data",
    [
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.cn\r\nSubject: x\r\nDate: y\r\n\r\n",
        "一、总体情况\n二、主动公开".encode(),
        b"<html>",
        b"",
    ],
)
def test_what_is_no_mail(data: bytes) -> None:
    assert not is_mail(data)


@pytest.mark.parametrize("cut", range(0, 1200, 37))
def test_a_mail_cut_off_anywhere_gives_what_is_left(cut: int) -> None:
    data = mail(("甲.xlsx", b"1" * 300)).as_bytes()[:cut]
    for member in members(data, "来信.eml"):
        assert member.path
