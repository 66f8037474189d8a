#!/usr/bin/env python3
"""Assesses many clients as one batch, some of them broken, and kills it at random moments.

    thousand_clients.py ANNEXA QUESTIONNAIRE BROKEN_FOLDER [--clients 980] [--broken 20] [--kills 10] [--jobs 2]

The clients are copies of QUESTIONNAIRE with other answers. Each broken file of BROKEN_FOLDER that gives no workbook by
itself may stand for a broken client. Held to: a workbook for each whole client and a named failure with a reason for each
broken one, on the terminal and in the portfolio; the result of a run that was killed and resumed is the same, byte for
byte, as that of one that was not; what is there after a kill is whole; memory does not grow with the number of clients.
"""
import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

import openpyxl

AS_OF = "2026-11-21"
WORDS = ["Yes", "No", "Partially", "Planned", "Not applicable"]


def make_clients(questionnaire, folder, count):
    """Writes `count` copies of a questionnaire whose answers differ from client to client."""
    book = openpyxl.load_workbook(questionnaire)
    cells = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.strip().lower() in {word.lower() for word in WORDS}
    ]
    if len(cells) < 10:
        sys.exit(f"only {len(cells)} answers were found in {questionnaire}")
    chance = random.Random(27001)
    for number in range(1, count + 1):
        for cell in cells:
            cell.value = chance.choice(WORDS)
        book.save(os.path.join(folder, f"client {number:04}.xlsx"))


def broken_files(annexa, folder, count):
    """Files of a folder that give no workbook by themselves, each with another reason as far as there are enough."""
    by_reason = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name in sorted(os.listdir(folder)):
            path, output = os.path.join(folder, name), os.path.join(scratch, "out.xlsx")
            done = subprocess.run([annexa, "assess", path, "-o", output, "--force", "--as-of", AS_OF], capture_output=True, text=True)
            if done.returncode == 3 and name.rsplit(".", 1)[-1] in {"xlsx", "xlsm", "xlsb", "xls", "ods", "csv"}:
                codes = [line.split("[", 1)[1].split("]")[0] for line in done.stderr.splitlines() if line.startswith(("error[", "warning[", "note["))]
                by_reason.setdefault(codes[0] if codes else "", []).append(path)
    chosen = []
    while len(chosen) < count and any(by_reason.values()):
        chosen += [paths.pop(0) for paths in by_reason.values() if paths]
    if len(chosen) < count:
        sys.exit(f"only {len(chosen)} broken files in {folder}")
    return chosen[:count]


def run(annexa, folder, output, jobs, kill_after=None, resume=False):
    """Runs a batch; gives its exit status, what it printed, and its peak memory in KiB."""
    command = [annexa, "batch", folder, "-o", output, "--jobs", str(jobs), "--as-of", AS_OF] + (["--resume"] if resume else [])
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err)
        if kill_after is not None:
            time.sleep(kill_after)
            process.kill()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return process.returncode, out.read(), err.read(), usage.ru_maxrss


def workbooks(folder):
    return sorted(name for name in os.listdir(folder) if name.endswith(".xlsx"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("annexa")
    parser.add_argument("questionnaire")
    parser.add_argument("broken_folder")
    parser.add_argument("--clients", type=int, default=980)
    parser.add_argument("--broken", type=int, default=20)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    wrong = []

    def hold(condition, words):
        if not condition:
            wrong.append(words)
            print("WRONG:", words)

    with tempfile.TemporaryDirectory() as scratch:
        folder, few = os.path.join(scratch, "in"), os.path.join(scratch, "few")
        os.mkdir(folder)
        os.mkdir(few)
        make_clients(chosen.questionnaire, folder, chosen.clients)
        for name in sorted(os.listdir(folder))[: max(10, chosen.clients // 10)]:
            shutil.copy(os.path.join(folder, name), few)
        broken = broken_files(chosen.annexa, chosen.broken_folder, chosen.broken)
        names = [f"broken {number:02}{os.path.splitext(path)[1]}" for number, path in enumerate(broken, 1)]
        for name, path in zip(names, broken):
            shutil.copy(path, os.path.join(folder, name))

        whole = os.path.join(scratch, "whole")
        began = time.monotonic()
        status, out, err, peak = run(chosen.annexa, folder, whole, chosen.jobs)
        took = time.monotonic() - began
        _, _, _, peak_of_few = run(chosen.annexa, few, os.path.join(scratch, "of few"), chosen.jobs)
        said = [line for line in out.splitlines() if " written, " in line]
        print(f"{took:.1f} s, {said}, peak {peak / 1024:.0f} MiB, of {len(os.listdir(few))} clients {peak_of_few / 1024:.0f} MiB")
        hold(status == 5, f"exit status {status}, 5 expected")
        hold(said == [f"{chosen.clients} written, 0 up to date, {chosen.broken} failed"], f"said {said}")
        hold(len(workbooks(whole)) == chosen.clients + 1, f"{len(workbooks(whole))} workbooks")
        hold(peak <= 1.25 * peak_of_few, f"memory grows: {peak} KiB and {peak_of_few} KiB")
        portfolio = openpyxl.load_workbook(os.path.join(whole, "portfolio.xlsx"), read_only=True, data_only=True)
        rows = [[str(value) for value in row if value is not None] for sheet in portfolio for row in sheet.iter_rows(values_only=True)]
        reasons = set()
        for name in names:
            stem = os.path.splitext(name)[0]
            hold(stem in err, f"{name} is not named on the terminal")
            listed = [row for row in rows if stem in row and any(len(value) > 20 for value in row)]
            hold(listed, f"{name} stands without a reason in the portfolio")
            reasons.update(max(row, key=len) for row in listed)
        print(f"{len(reasons)} different reasons")

        resumed = os.path.join(scratch, "resumed")
        seed = random.randrange(1_000_000)
        print(f"moments of the kills: seed {seed}")
        chance = random.Random(seed)
        killed = begun_again = 0
        while killed < chosen.kills:
            longest = max(0.3, 1.5 * took / chosen.kills)
            status, _, _, _ = run(chosen.annexa, folder, resumed, chosen.jobs, chance.uniform(0.05, longest), True)
            if status != -9:
                # It was done before; the other kills are tried on a batch that begins anew.
                hold(status == 5, f"exit status {status} of a run that was not killed, 5 expected")
                hold(begun_again < 5 * chosen.kills, "hardly any run is killed before it is done")
                if wrong:
                    break
                shutil.rmtree(resumed)
                begun_again += 1
                continue
            killed += 1
            for name in workbooks(resumed) if os.path.isdir(resumed) else []:
                try:
                    faulty = zipfile.ZipFile(os.path.join(resumed, name)).testzip()
                except zipfile.BadZipFile as error:
                    faulty = error
                hold(faulty is None, f"{name} is not whole after a kill: {faulty}")
        there = len(workbooks(resumed)) if os.path.isdir(resumed) else 0
        status, out, _, _ = run(chosen.annexa, folder, resumed, chosen.jobs, resume=True)
        said = [line for line in out.splitlines() if " written, " in line]
        print(f"{killed} kills, {begun_again} times begun anew, {there} workbooks before the last run: {said}")
        hold(status == 5, f"exit status {status} of the resumed run, 5 expected")
        hold(workbooks(resumed) == workbooks(whole), "the resumed run gives other workbooks")
        for name in workbooks(whole):
            with open(os.path.join(whole, name), "rb") as one, open(os.path.join(resumed, name), "rb") as other:
                hold(one.read() == other.read(), f"{name} differs after kills")
    print(f"wrong {len(wrong)}")
    sys.exit(bool(wrong))


main()
