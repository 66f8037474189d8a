#!/usr/bin/env python3
"""Workbooks of each register missing in turn and of each register by itself, recalculated by another program.

usage: each_register.py ANNEXA XSD_CHECK SAMPLES REGISTERS

Assesses SAMPLES without each of its files, and each file of SAMPLES and of REGISTERS by itself; holds every
formula of each workbook to the value that LibreOffice calculates, every part to its schema, and the workbook to
its own checks. Prints what fails and closing figures; exit status 1 where anything fails.
"""
import concurrent.futures, pathlib, subprocess, sys, tempfile
import openpyxl
from recalculation import differences, recalculate

AS_OF = "2026-11-21"
# No register is found in the file.
NO_USABLE_INPUT = 3


def assessed(annexa, folder, name, files):
    """The workbook of some files; none where no register is found in them."""
    path = folder / f"{name}.xlsx"
    done = subprocess.run([annexa, "assess", *map(str, files), "-o", str(path), "--as-of", AS_OF], capture_output=True, text=True)
    if done.returncode == NO_USABLE_INPUT:
        return None
    assert done.returncode == 0, f"{name}: exit status {done.returncode}\n{done.stderr[-2000:]}"
    return path


def failed_checks(path):
    """What a workbook says of itself where not all of its checks pass."""
    said = openpyxl.load_workbook(path, read_only=True, data_only=True)["Summary"]["A3"].value
    return [] if said.endswith("all checks pass") else [said]


def examined(path, recalculated):
    count, wrong = differences(path, recalculated)
    return path.stem, count, wrong + failed_checks(path)


def registers(folder):
    return sorted(path for path in pathlib.Path(folder).iterdir() if path.suffix in (".csv", ".xlsx"))


def main():
    annexa, xsd_check, samples, others = sys.argv[1:]
    of_samples = registers(samples)
    wanted = {f"without {file.name}": [other for other in of_samples if other != file] for file in of_samples}
    wanted |= {f"{file.name} alone": [file] for file in of_samples + registers(others)}
    failed, formulas = 0, 0
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ProcessPoolExecutor(2) as pool:
        scratch = pathlib.Path(scratch)
        (scratch / "written").mkdir()
        jobs = [pool.submit(assessed, annexa, scratch / "written", name, files) for name, files in wanted.items()]
        written = [path for path in (job.result() for job in jobs) if path]
        # As many calls as processors: each has its own profile.
        for job in [pool.submit(recalculate, written[part::2], scratch / "recalculated") for part in range(2)]:
            job.result()
        jobs = [pool.submit(examined, path, scratch / "recalculated" / path.name) for path in written]
        for job in jobs:
            name, count, wrong = job.result()
            formulas += count
            failed += len(wrong) + (not count)
            for each in wrong[:10]:
                print(f"{name}: {each}", flush=True)
        schema = subprocess.run([sys.executable, "-W", "ignore", xsd_check, *map(str, written)], capture_output=True, text=True)
        if schema.returncode:
            print(schema.stdout[-4000:], schema.stderr[-2000:], sep="\n")
    without = len(wanted) - len(written)
    print(f"workbooks {len(written)}, files without a register {without}, formula cells {formulas}, differences {failed}, "
          f"schemas {'fail' if schema.returncode else 'hold'}")
    sys.exit(1 if failed or schema.returncode or not written else 0)


main()
