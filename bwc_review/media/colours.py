"""How the numbers of a decoded picture become colours: its matrix and range, guessed as players do."""

from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

# Numbers of ITU-T H.273, table 4, as FFmpeg has them.
_MATRICES = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
    10: Colorspace.BT2020,
}
_HD_LINES = 720


def matrix_of(picture: VideoFrame) -> Colorspace:
    """From luma and chroma to red, green and blue; BT.709 for HD and BT.601 below if the file does not say."""
    guess = Colorspace.ITU709 if picture.height >= _HD_LINES else Colorspace.ITU601
    return _MATRICES.get(picture.colorspace, guess)


def range_of(picture: VideoFrame) -> ColorRange:
    """Full range if the picture says so, else the range of television."""
    is_full = picture.color_range == ColorRange.JPEG or picture.format.name.startswith("yuvj")
    return ColorRange.JPEG if is_full else ColorRange.MPEG
