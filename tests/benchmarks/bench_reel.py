"""Rendering a reel against the best single ffmpeg command written by hand for it.

The command has the same inputs, filters and encoder settings; its stills are drawn beforehand. The render also plans,
draws, encodes item by item, joins, verifies the first and last frame of every item, and hashes.
"""

import subprocess
import tempfile
from pathlib import Path

from bwc_review.domain.people import Phase
from bwc_review.domain.reel import Pair, Reel, Single, Sound
from bwc_review.domain.time import Moment
from bwc_review.media import cards, ffmpeg_program
from bwc_review.media.render_graph import CRF, PRESET
from tests.benchmarks.rows import against, interleaved, say
from tests.helpers.reels import Studio, caption, labelled

ROUNDS = 3
AIM = 1.15
HANDLE = 6  # pictures held for the dip at each end of an item
CARD = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setsar=1,loop=-1:size=1,settb=1/30,setpts=N,fps=30"
EXACT = "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"
SCALE = "scale={w}:{h}:flags=" + EXACT + ":out_range=tv,format=yuv420p,setsar=1"
ALPHA = "scale=out_color_matrix=bt709:out_range=tv,format=yuva420p,setsar=1"
SOUND = "aresample=48000:async=1:first_pts=0,aformat=channel_layouts=stereo:sample_fmts=fltp,apad"


def main() -> None:
    """Measure both, turn by turn, and say the medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        studio, reel = _material(folder)
        command = _by_hand(studio, reel, folder)
        by_hand_s, ours_s = interleaved(
            ROUNDS, lambda: _run(command, folder), lambda: studio.render(reel, folder / "reel.mp4")
        )
    reference = "one ffmpeg command by hand, same filters and settings"
    rows = [against("reel of 2 pairs and a clip, 1080p", ours_s, "s", reference, by_hand_s, AIM)]
    say(rows)


def _material(folder: Path) -> tuple[Studio, Reel]:
    studio = Studio()
    recordings = [studio.recording(_clip(folder, number)) for number in range(2)]
    notes = tuple(caption(2_000_000 * place, 2_000_000 * place + 1_500_000, f"Note {place}") for place in range(10))
    pairs = [
        Pair(
            studio.excerpt(recordings[0], first, first + 240, captions=notes, **labelled(Phase.PRE, "A-17")),
            studio.excerpt(recordings[1], first + 60, first + 300, captions=notes, **labelled(Phase.POST, "B-04")),
            Moment(first * 1_000_000 // 30),
            Moment((first + 60) * 1_000_000 // 30),
            Sound.POST,
            "First contact",
        )
        for first in (90, 270)
    ]
    single = Single(studio.excerpt(recordings[1], 300, 480, **labelled(Phase.POST, "B-04")))
    reel = studio.reel(*pairs, single, size=(1920, 1080), fade_us=400_000)
    return studio, reel


def _clip(folder: Path, number: int) -> Path:
    path = folder / f"clip{number}.mp4"
    picture = f"testsrc2=s=1920x1080:r=30:d=20,noise=alls={6 + number}:allf=t"
    sound = f"sine=f={300 + 200 * number}:r=48000:d=20"
    command = [
        str(ffmpeg_program.executable()),
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        picture,
        "-f",
        "lavfi",
        "-i",
        sound,
    ]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-g", "60", "-bf", "2", "-pix_fmt", "yuv420p"]
    command += ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-c:a", "aac", str(path)]
    subprocess.run(command, check=True)
    return path


def _by_hand(studio: Studio, reel: Reel, folder: Path) -> list[str]:
    """The command that somebody who knows ffmpeg well would write for this very reel."""
    film = studio.plan(reel)
    for item in film.items:
        cards.draw(item.sheets, folder)
    clips = [str(sources[0].clip.path) for sources in studio.sources.values()]
    inputs: list[str] = []
    graph: list[str] = []
    count = 0

    def read(*arguments: str) -> int:
        nonlocal count
        inputs.extend(arguments)
        count += 1
        return count - 1

    def finish(label: str, number: int, pictures: int) -> None:
        graph.append(
            f"[{label}]tpad=start={HANDLE}:start_mode=clone:stop={HANDLE}:stop_mode=clone,"
            f"fade=in:0:{HANDLE},fade=out:{HANDLE + pictures}:{HANDLE - 1}[v{number}]"
        )

    for number in (0, 1):
        item = film.items[number]
        still = read("-i", item.still)
        graph.append(f"[{still}:v]{CARD},trim=end_frame={item.count}[c{number}]")
        finish(f"c{number}", number, item.count)
        graph.append(f"anullsrc=r=48000:cl=stereo,atrim=end_sample={item.sample_count}[a{number}]")
    for number in (2, 3):
        item = film.items[number]
        plate = read("-i", item.still)
        graph.append(f"[{plate}:v]{CARD},trim=end_frame={item.count}[p{number}]")
        below = f"p{number}"
        for place, side in enumerate(item.sides):
            start_s = side.track.range.start.us / 1e6
            source = read("-ss", f"{start_s:.6f}", "-t", f"{item.count / 30:.6f}", "-an", "-i", clips[place])
            box = side.picture
            graph.append(f"[{source}:v]{SCALE.format(w=box.width, h=box.height)},fps=30[s{number}{place}]")
            graph.append(f"[{below}][s{number}{place}]overlay=x={box.x}:y={box.y}[o{number}{place}]")
            below = f"o{number}{place}"
        assert item.strip is not None
        for change, ((first, name), after) in enumerate(
            zip(item.strip.changes, [*(at for at, _ in item.strip.changes[1:]), item.count], strict=True)
        ):
            still = read("-i", name)
            graph.append(f"[{still}:v]scale=out_color_matrix=bt709:out_range=tv,format=yuv420p[t{number}{change}]")
            shown = f"enable='between(n,{first},{after - 1})'"
            box = item.strip.box
            graph.append(f"[{below}][t{number}{change}]overlay=x={box.x}:y={box.y}:{shown}[u{number}{change}]")
            below = f"u{number}{change}"
        finish(below, number, item.count)
        start_s = item.sides[1].track.range.start.us / 1e6
        heard = read("-ss", f"{start_s:.6f}", "-t", f"{item.count / 30:.6f}", "-vn", "-i", clips[1])
        graph.append(f"[{heard}:a]{SOUND},adelay=9600S:all=1,atrim=end_sample={item.sample_count}[a{number}]")
    item = film.items[4]
    start_s = item.sides[0].track.range.start.us / 1e6
    source = read("-ss", f"{start_s:.6f}", "-t", f"{item.count / 30:.6f}", "-i", clips[1])
    assert item.label is not None
    label = read("-i", item.label[0])
    graph.append(f"[{source}:v]{SCALE.format(w=1920, h=1080)},fps=30[s4]")
    graph.append(f"[{label}:v]{ALPHA}[l4];[s4][l4]overlay=x={item.label[1].x}:y={item.label[1].y}[o4]")
    finish("o4", 4, item.count)
    graph.append(f"[{source}:a]{SOUND},adelay=9600S:all=1,atrim=end_sample={item.sample_count}[a4]")
    graph.append("".join(f"[v{number}][a{number}]" for number in range(5)) + "concat=n=5:v=1:a=1[v][a]")
    encode = ["-c:v", "libx264", "-preset", PRESET, "-crf", str(CRF), "-profile:v", "high", "-pix_fmt", "yuv420p"]
    encode += ["-g", "60", "-maxrate", "24M", "-bufsize", "48M", "-colorspace", "bt709", "-color_primaries", "bt709"]
    encode += ["-color_trc", "bt709", "-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart", "by_hand.mp4"]
    program = str(ffmpeg_program.executable())
    return [
        program,
        "-v",
        "error",
        "-y",
        *inputs,
        "-filter_complex",
        ";".join(graph),
        "-map",
        "[v]",
        "-map",
        "[a]",
        *encode,
    ]


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, check=True, cwd=folder, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
