"""
Scores a model on a split, and prints the metrics as JSON.

    python evaluate.py
    python evaluate.py --model model --split validation --outputs outputs.jsonl
"""
import argparse
import json
from pathlib import Path

from tandem_project.evaluation import evaluate
from tandem_project.model import MultiTaskModel
from tandem_project.project import FOLDER, Project, start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', type=Path, default=FOLDER / 'output' / 'model')
    parser.add_argument('--split', default='test', choices=['train', 'validation', 'test'])
    parser.add_argument('--outputs', type=Path, help='writes the logits of every labelled row: one line per row, by task')
    args = parser.parse_args()

    accelerator = start()
    project = Project.load(heads=args.model / 'heads.json')
    model = MultiTaskModel(args.model, project).to(accelerator.device)
    rows = project.rows(args.split)
    found = evaluate(model, rows, project.tasks, accelerator)
    if not accelerator.is_main_process:
        return
    print(json.dumps(found.metrics, indent=2, ensure_ascii=False))
    if args.outputs:
        with args.outputs.open('w', encoding='utf-8') as file:
            for i in range(len(rows)):
                own = {name: outputs[i].tolist() for name, outputs in found.outputs.items() if i in outputs}
                file.write(json.dumps(own) + '\n')


if __name__ == '__main__':
    main()
