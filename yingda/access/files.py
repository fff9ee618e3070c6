"""Files in storage: a row each, rights that follow the owner's, pictures re-encoded, nothing else ever shown inline."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import PurePath
from typing import Any, BinaryIO
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from PIL import Image, ImageOps, UnidentifiedImageError

from yingda.access.errors import BadFile
from yingda.access.models import StoredFile
from yingda.journal import verb
from yingda.lib.crypto import seal_bytes, unseal_bytes
from yingda.lib.errors import NotFound
from yingda.lib.say import say
from yingda.people.models import Person

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2560
ORPHAN_AFTER = timedelta(days=1)
PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "PNG", ".webp": "WEBP"}
DOCUMENTS = {".pdf", ".txt", ".csv", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".wps", ".et", ".zip"}
UNSAFE = re.compile(r"[^\w.\-()（）一-鿿 ]")

TOO_LARGE = say("超过 {most} MB，请压缩后再传。", "larger than {most} MB; make it smaller first.")
EMPTY = say("文件是空的。", "it is empty.")
WRONG_TYPE = say(
    "不支持“{ending}”类型，可以上传图片、PDF、文本和办公文档。",
    "{ending} files are not taken; pictures, PDF, text and office documents are.",
)
NOT_A_PICTURE = say("不是有效的图片，请重新保存后再传。", "it is not a readable picture; save it again and retry.")
ERASED = say("（文件已删除）", "(file erased)")

OWNERS: dict[str, Callable[[Any, int], bool]] = {}


def register_owner(kind: str, may_see: Callable[[Any, int], bool]) -> None:
    """Let rows of `kind` own files: `may_see(viewer, owner id)` says whether a viewer may open them."""
    OWNERS[kind] = may_see


@verb
def store(
    upload: BinaryIO,
    *,
    name: str,
    size: int,
    uid: UUID,
    by: Person | None,
    at: datetime,
    owner_kind: str = "",
    owner: int | None = None,
) -> StoredFile:
    """Check and keep an upload. The same uid again returns the first row. Raises BadFile.

    The bytes are written before the row commits; what a failed verb leaves behind is swept (`sweep_orphans`).
    """
    if found := StoredFile.objects.filter(uid=uid).first():
        return found
    name = UNSAFE.sub("_", PurePath(name).name)[-200:] or "file"
    content, media_type, picture = checked(upload, name, size)
    return keep(
        content, name=name, media_type=media_type, picture=picture, uid=uid, by=by, at=at,
        owner_kind=owner_kind, owner=owner,
    )


def keep(
    content: bytes,
    *,
    name: str,
    media_type: str,
    uid: UUID,
    by: Person | None,
    at: datetime,
    picture: bool = False,
    owner_kind: str = "",
    owner: int | None = None,
) -> StoredFile:
    """Seal and keep what a room has checked by itself, inside its verb."""
    key, sealed = seal_bytes(content, aad=uid.bytes)
    path = default_storage.save(f"{at:%Y/%m/%d}/{uid}", ContentFile(sealed))
    return StoredFile.objects.create(
        uid=uid,
        owner_kind=owner_kind,
        owner=owner,
        name=name,
        path=path,
        media_type=media_type,
        picture=picture,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        key=key,
        uploaded=at,
        by=by,
    )


def claim(uid: UUID, *, owner_kind: str, owner: int, by: Person | None) -> StoredFile:
    """Give an upload that has no owner yet to its row, inside that row's verb. Raises NotFound for another's file."""
    file = StoredFile.objects.filter(uid=uid, by=by).first()
    if file is None or (file.owner is not None and (file.owner_kind, file.owner) != (owner_kind, owner)):
        raise NotFound
    StoredFile.objects.filter(pk=file.pk).update(owner_kind=owner_kind, owner=owner)
    return file


def file_for(viewer: Any, uid: UUID) -> StoredFile:
    """The file, if the viewer may see its owner (or uploaded it a moment ago). Raises NotFound."""
    file = StoredFile.objects.filter(uid=uid).first()
    if file is None:
        raise NotFound
    if file.owner is None:
        mine = getattr(viewer, "person", None) is not None and file.by_id == viewer.person.pk
    else:
        mine = file.owner_kind in OWNERS and OWNERS[file.owner_kind](viewer, file.owner)
    if not mine:
        raise NotFound
    return file


def content(file: StoredFile) -> bytes:
    """The file's bytes, opened with its key. Raises FileNotFoundError, and NotFound for an erased file."""
    if not file.key:
        raise NotFound
    try:
        return opened(file)
    except FileNotFoundError:
        file.refresh_from_db(fields=["path", "key"])  # sealed again under another name a moment ago
        return opened(file)


def opened(file: StoredFile) -> bytes:
    with default_storage.open(file.path) as stored:
        return unseal_bytes(file.key, stored.read(), aad=file.uid.bytes)


def erase(files: QuerySet[StoredFile], most: int) -> int:
    """Drop bytes, name and digest of at most `most` of these files, inside a verb; the rows stay. Returns how many.

    The bytes go first: broken off, it is done again, and nothing is left that no row names.
    """
    rows = list(files.exclude(key="").order_by("pk")[:most])
    for file in rows:
        default_storage.delete(file.path)
    gone = {"name": "", "digest": "", "size": 0, "picture": False, "key": ""}
    StoredFile.objects.filter(pk__in=[file.pk for file in rows]).update(**gone)
    return len(rows)


def sweep_orphans(at: datetime) -> int:
    """Drop uploads that nobody claimed for a day. Returns how many went."""
    orphans = StoredFile.objects.filter(owner=None, uploaded__lt=at - ORPHAN_AFTER)[:200]
    for file in orphans:
        default_storage.delete(file.path)
        file.delete()
    return len(orphans)


def file_out(file: StoredFile) -> dict:
    """The JSON form."""
    return {
        "id": str(file.uid),
        "name": file.name or ERASED(),
        "size": file.size,
        "media_type": file.media_type,
        "picture": file.picture,
        "url": f"/api/files/{file.uid}",
    }


def checked(upload: BinaryIO, name: str, size: int) -> tuple[bytes, str, bool]:
    ending = PurePath(name).suffix.lower()
    if size > MOST_BYTES:
        raise BadFile(field="file", name=name, why=TOO_LARGE(most=MOST_BYTES // 1024 // 1024))
    if size == 0:
        raise BadFile(field="file", name=name, why=EMPTY())
    if ending in PICTURES:
        return picture(upload, name, PICTURES[ending])
    if ending not in DOCUMENTS:
        raise BadFile(field="file", name=name, why=WRONG_TYPE(ending=ending or name))
    return upload.read(), "application/octet-stream", False


def picture(upload: BinaryIO, name: str, form: str) -> tuple[bytes, str, bool]:
    """Decode and encode again: only pixels survive, neither scripts nor positions."""
    try:
        with Image.open(upload, formats=["PNG", "JPEG", "GIF", "WEBP"]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BadFile(field="file", name=name, why=NOT_A_PICTURE())
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = BytesIO()
            upright.convert("RGB" if form == "JPEG" else "RGBA").save(out, form)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadFile(field="file", name=name, why=NOT_A_PICTURE()) from error
    return out.getvalue(), f"image/{form.lower()}", True
