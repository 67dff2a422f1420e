"""Photos as phones make them: upright only by their EXIF, and with the place where they were taken."""

import base64
import io

from PIL import Image

PLACE = b"\x00\x00\x00\x33"  # 51 degrees, as EXIF writes it: a rational's first half

# 640 x 320, "at home", 51°30'12.34"N 0°7'39"W; made with pillow-heif, which can write such files.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAZhtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAA"
    "AAAAADRpbG9jAAAAAERAAAIAAQAAAAABvAABAAAAAAAAALYAAgAAAAACcgABAAAAAAAAAKoAAAA4aWluZgAAAAAAAgAAABVp"
    "bmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA12lwcnAAAAC4aXBjbwAAAHlo"
    "dmNDAQNwAAAAkAAAAAAAP/AA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAP7oCQGEAAQAsQgEBA3AAAAMAkAAA"
    "AwAAAwA/oAUCAUFlupJKa5uAhoMCAAADADIAAAMAAhBiAAEAB0QBwXKwYkAAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUA"
    "AAAAAAACgAAAAUAAAAAQcGl4aQAAAAADCAgIAAAAF2lwbWEAAAAAAAAAAQABBIECAwQAAAAaaXJlZgAAAAAAAAAOY2RzYwAC"
    "AAEAAQAAAWhtZGF0AAAAsigBrxkpvTtl4Pd8hTf/+DphHwRW/ykFeKz/LGyjzqAcIRCHLJtR4xewbhkGIgzy2cxfGYDJbRVO"
    "S+NF/G8SGICOAY4lwA3Iprc6gHqFaQSjEMAAAF3AlJ6UFNtn4BiIM8ujk8ieUThAC+cYMWv/S8oEH5PHIaTVlBqWmiaG+H/U"
    "3UdVZHIKBs4kAAAKaJLNewUJPUUv5+uYu3M4E6zT9AAAAwB1wAAAAwAAAwAAAwAABeQAAAAGRXhpZgAATU0AKgAAAAgAAwEO"
    "AAIAAAAIAAAAMgESAAMAAAABAAYAAIglAAQAAAABAAAAOgAAAABhdCBob21lAAAEAAEAAgAAAAJOAAAAAAIABQAAAAMAAABw"
    "AAMAAgAAAAJXAAAAAAQABQAAAAMAAACIAAAAAAAAADMAAAABAAAAHgAAAAEAAAJpAAAAMgAAAAAAAAABAAAABwAAAAEAAAAn"
    "AAAAAQ=="
)


def jpeg(size: tuple[int, int] = (800, 400), *, quality: int = 75) -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "at home"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (51.0, 30.0, 12.34), "W", (0.0, 7.0, 39.0)
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, "JPEG", exif=exif, quality=quality)
    return out.getvalue()
