"""What a file tells of itself: annotations, earlier states, signatures, editors, extras."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pymupdf
import pytest
from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

import degree_verify as dv
from degree_verify.load import signatures
from degree_verify.load.pdf import OpenedPdf, open_pdf
from degree_verify.model.policy import Limits
from tests.support.specimens import draft, render

AS_OF = date(2023, 6, 5)
CLEAN = draft(seed="file evidence")
DATA = render([CLEAN], "reportlab-truetype")


def _result(data: bytes) -> dv.Result:
    (result,) = dv.Verifier(as_of=AS_OF).verify(data)
    return result


def _finding(data: bytes, name: str) -> dict[str, object]:
    """What a rule says of a file; empty when it finds nothing."""
    found = [finding for finding in _result(data).to_dict()["findings"] if finding["name"] == name]
    return found[0] if found else {}


def _edited(change: Callable[[pymupdf.Document], None], data: bytes = DATA) -> bytes:
    with pymupdf.open(stream=data, filetype="pdf") as document:
        change(document)
        return document.tobytes()


def _saved_onto_itself(change: Callable[[pymupdf.Document], None], path, data: bytes = DATA) -> bytes:
    path.write_bytes(data)
    with pymupdf.open(path) as document:
        change(document)
        document.saveIncr()
    return path.read_bytes()


def _box(name: str) -> pymupdf.Rect:
    return pymupdf.Rect(_result(DATA).document.fields[name].box)


def _overprint(document: pymupdf.Document) -> None:
    """The graduation date painted over with white, and another one written there."""
    box = _box("graduation_date")
    page = document[0]
    page.draw_rect(pymupdf.Rect(box.x0 - 1, box.y0 - 1, box.x1 + 1, box.y1 + 1), color=(1, 1, 1), fill=(1, 1, 1))
    page.insert_text((box.x0, box.y1 - 2), "1999年07月01日", fontname="china-s", fontsize=10)


def test_clean_file_has_no_such_finding() -> None:
    assert _result(DATA).findings == ()


@pytest.mark.parametrize("name", ["name", "level", "certificate_number", "update_date"])
def test_text_box_over_a_field_is_named_with_the_field(name: str) -> None:
    data = _edited(lambda document: document[0].add_freetext_annot(_box(name), "测试样本", fontname="china-s"))
    found = _finding(data, "annotation-over-field")
    assert found["facts"] == {"fields": [name], "kinds": ["FreeText"]}
    assert [place["field"] for place in found["evidence"]] == [name]


def test_form_field_over_a_field() -> None:
    def change(document: pymupdf.Document) -> None:
        widget = pymupdf.Widget()
        widget.field_type, widget.field_name = pymupdf.PDF_WIDGET_TYPE_TEXT, "level"
        widget.rect, widget.field_value = _box("level"), "TEST"
        document[0].add_widget(widget)

    assert _finding(_edited(change), "annotation-over-field")["facts"] == {"fields": ["level"], "kinds": ["Widget"]}


@pytest.mark.parametrize("degrees", [0, 90, 180])
def test_annotation_on_a_page_displayed_turned(degrees: int) -> None:
    def change(document: pymupdf.Document) -> None:
        document[0].add_highlight_annot(_box("school"))
        document[0].set_rotation(degrees)

    assert _finding(_edited(change), "annotation-over-field")["facts"] == {"fields": ["school"], "kinds": ["Highlight"]}


def test_annotation_that_is_hidden_or_beside_the_fields_is_none() -> None:
    def change(document: pymupdf.Document) -> None:
        note = document[0].add_freetext_annot(_box("name"), "测试样本", fontname="china-s")
        note.set_flags(pymupdf.PDF_ANNOT_IS_HIDDEN)
        document[0].add_freetext_annot(pymupdf.Rect(20, 800, 60, 815), "TEST")

    result = _result(_edited(change))
    assert result.checks["annotation-over-field"] == "passed"
    assert result.document.fields["name"].value == CLEAN.record.person.name


@pytest.mark.parametrize("covered", ["title", "symbol"])
def test_what_lies_over_the_title_or_a_symbol_is_told(covered: str) -> None:
    def change(document: pymupdf.Document) -> None:
        page = document[0]
        symbols = [pymupdf.Rect(code.box) for code in _result(DATA).document.codes]
        box = page.search_for("备案表")[0] if covered == "title" else symbols[0]
        page.add_rect_annot(box)

    found = _finding(_edited(change), "annotation-over-field")
    assert found["facts"] == {"kinds": ["Square"]}
    assert _result(_edited(change)).verdict is not dv.Verdict.ACCEPT


def test_earlier_state_with_another_value(tmp_path) -> None:
    data = _saved_onto_itself(_overprint, tmp_path / "test.pdf")
    found = _finding(data, "revised-after-issue")
    assert (found["severity"], found["facts"]["fields"]) == ("review", ["graduation_date"])
    assert _result(data).verdict is not dv.Verdict.ACCEPT


def test_change_hidden_behind_many_savings_that_change_nothing(tmp_path) -> None:
    data = _saved_onto_itself(_overprint, tmp_path / "test.pdf")
    for number in range(6):
        title = {"title": f"TEST SPECIMEN {number}"}
        data = _saved_onto_itself(
            lambda document, title=title: document.set_metadata(title), tmp_path / "test.pdf", data
        )
    found = _finding(data, "revised-after-issue")
    assert found["facts"] == {"times": 7, "fields": ["graduation_date"]}


def test_saving_that_changes_nothing_is_information(tmp_path) -> None:
    data = _saved_onto_itself(lambda document: document.set_metadata({"title": "TEST"}), tmp_path / "test.pdf")
    result = _result(data)
    assert [(finding.name, finding.severity.value) for finding in result.findings] == [("revised-after-issue", "info")]
    assert result.verdict is dv.Verdict.ACCEPT


def test_value_painted_over_in_a_new_file_is_left_unread() -> None:
    found = _finding(_edited(_overprint), "text-layer-mismatch")
    assert (found["severity"], found["facts"]["fields"]) == ("review", ["graduation_date"])


@pytest.mark.parametrize("name", ["level", "birth_date", "school"])
def test_value_set_in_another_font_than_the_others_is_information(name: str) -> None:
    own, box = _result(DATA).document.fields[name], _box(name)

    def change(document: pymupdf.Document) -> None:
        page = document[0]
        page.add_redact_annot(box, fill=False)
        page.apply_redactions()
        page.insert_text((box.x0, box.y1 - 2), own.raw, fontname="china-s", fontsize=10)

    result = _result(_edited(change))
    assert result.document.fields[name].value == own.value
    assert [(finding.name, finding.facts["fields"]) for finding in result.findings] == [
        ("mixed-fonts-in-value", [name])
    ]


def test_one_character_in_another_font_or_size() -> None:
    box = _box("completion")

    def change(document: pymupdf.Document) -> None:
        page = document[0]
        page.add_redact_annot(pymupdf.Rect((box.x0 + box.x1) / 2, box.y0, box.x1, box.y1), fill=False)
        page.apply_redactions()
        page.insert_text(((box.x0 + box.x1) / 2, box.y1 - 2), "业", fontname="china-s", fontsize=10)

    assert _finding(_edited(change), "mixed-fonts-in-value")["facts"] == {"fields": ["completion"]}


def test_editor_that_made_the_file_is_named() -> None:
    data = _edited(lambda document: document.set_metadata({"producer": "Adobe Photoshop for Windows"}))
    assert _finding(data, "unusual-producer")["facts"] == {"name": "Adobe Photoshop for Windows"}


def _facts(data: bytes):
    opened = open_pdf(data, Limits())
    assert isinstance(opened, OpenedPdf)
    opened.handle.close()
    return opened.facts


def test_extras_are_listed_and_the_paper_is_read() -> None:
    def change(document: pymupdf.Document) -> None:
        document.embfile_add("test.txt", b"test specimen")
        document.xref_set_key(document.pdf_catalog(), "OpenAction", "<</S/JavaScript/JS(this.print\\(true\\))>>")

    data = _edited(change)
    assert _facts(data).extras == ("javascript", "embedded-files")
    assert _result(data).verdict is dv.Verdict.ACCEPT


def test_launch_action_is_listed_and_told() -> None:
    def change(document: pymupdf.Document) -> None:
        document.xref_set_key(document.pdf_catalog(), "OpenAction", "<</S/Launch/F(test.exe)>>")

    data = _edited(change)
    assert _facts(data).extras == ("launch",)
    assert {finding.name for finding in _result(data).findings} == {"link-mismatch"}


@pytest.fixture(scope="module")
def signer() -> signers.SimpleSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    name = certificates.Name([certificates.NameAttribute(certificates.NameOID.COMMON_NAME, "TEST SPECIMEN")])
    now = datetime.now(UTC)
    made = (
        certificates.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(certificates.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(certificates.KeyUsage(True, True, False, False, False, True, False, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(made.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )


@pytest.fixture(scope="module")
def signed(signer: signers.SimpleSigner) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(DATA))
    fields.append_signature_field(writer, fields.SigFieldSpec("Signature1"))
    meta = signers.PdfSignatureMetadata(field_name="Signature1")
    return signers.sign_pdf(writer, meta, signer=signer).getvalue()


def test_sound_signature_passes_and_the_paper_with_it(signed: bytes) -> None:
    result = _result(signed)
    assert result.checks["signature-invalid"] == "passed"
    assert result.verdict is dv.Verdict.ACCEPT
    (facts,) = result.document.facts.signatures
    assert (facts.intact, facts.changed_after, facts.signer) == (True, False, "Common Name: TEST SPECIMEN")


def test_signer_is_judged_by_the_policys_certificates(signed: bytes, tmp_path) -> None:
    (facts,) = _result(signed).document.facts.signatures
    for fingerprint, status in ((facts.certificates[0], "passed"), ("0" * 64, "failed")):
        path = tmp_path / "office.toml"
        text = f'id = "office"\n[rules.signature-invalid]\ntrusted_certificates = ["{fingerprint}"]\n'
        path.write_text(text, encoding="utf-8")
        (result,) = dv.Verifier(dv.load_policy(path), as_of=AS_OF).verify(signed)
        assert result.checks["signature-invalid"] == status


def test_content_changed_under_a_signature_is_rejected(signed: bytes) -> None:
    place = signed.index(b"endstream")
    data = signed[: place - 10] + b"0123456789" + signed[place:]
    found = _finding(data, "signature-invalid")
    assert (found["outcome"], found["severity"]) == ("failed", "reject")


def test_change_saved_after_a_signature_is_rejected(signed: bytes, tmp_path) -> None:
    data = _saved_onto_itself(_overprint, tmp_path / "test.pdf", signed)
    assert _finding(data, "signature-invalid")["outcome"] == "failed"
    assert _result(data).verdict is dv.Verdict.REJECT


def test_library_logs_nothing_of_what_stands_in_a_signed_file(
    signed: bytes, tmp_path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for data in (signed, _saved_onto_itself(_overprint, tmp_path / "test.pdf", signed)):
            assert signatures.read_signatures(data, said_to_be_signed=False)

    assert [record for record in caplog.records if record.name.startswith("pyhanko")] == []


def test_damaged_signature_must_be_looked_at(signed: bytes) -> None:
    place = signed.index(b"/Contents") + 12
    found = _finding(signed[:place] + b"f" * 60 + signed[place + 60 :], "signature-invalid")
    assert found["outcome"] in ("cannot-tell", "failed")
    assert found["severity"] in ("review", "reject")


def test_signed_file_saved_again_by_another_program_is_rejected(signed: bytes) -> None:
    with pymupdf.open(stream=signed, filetype="pdf") as document:
        data = document.tobytes(garbage=3, use_objstms=1, deflate=True)
    assert b"/ByteRange" not in data
    assert _finding(data, "signature-invalid")["severity"] == "reject"


def test_signature_without_its_range_must_be_looked_at() -> None:
    def change(document: pymupdf.Document) -> None:
        field = document.get_new_xref()
        document.update_object(
            field, "<</FT/Sig/T(S1)/V<</Type/Sig/Filter/Adobe.PPKLite>>/Rect[0 0 0 0]/Subtype/Widget>>"
        )
        document.xref_set_key(document.pdf_catalog(), "AcroForm", f"<</SigFlags 3/Fields[{field} 0 R]>>")

    assert _finding(_edited(change), "signature-invalid")["severity"] == "review"


def test_place_for_a_signature_that_nobody_signed_is_none() -> None:
    def change(document: pymupdf.Document) -> None:
        field = document.get_new_xref()
        document.update_object(field, "<</FT/Sig/T(S1)/Rect[0 0 0 0]/Subtype/Widget>>")
        document.xref_set_key(document.pdf_catalog(), "AcroForm", f"<</SigFlags 1/Fields[{field} 0 R]>>")

    assert _result(_edited(change)).checks["signature-invalid"] == "not-applicable"


def test_without_the_library_it_is_said_that_nothing_was_checked(
    signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyhanko.pdf_utils.reader", None)
    assert signatures.read_signatures(signed, said_to_be_signed=True)[0].problem == signatures.NO_LIBRARY
    result = _result(signed)
    assert _finding(signed, "signature-invalid")["severity"] == "info"
    assert result.verdict is dv.Verdict.ACCEPT
