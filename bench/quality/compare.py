#!/usr/bin/env python3
"""compare.py HARNESS SET NAME=COMMAND...

Scores external commands beside the simple peers and the ceiling of the benchmark in HARNESS (a folder with quality.py;
QUALITY_DATA names the data), on SET. Says for each by how much its MRR differs from the best simple peer's, with the paired
95 % interval. One line a model, as a Markdown row."""
import importlib.util, json, os, subprocess, sys, tempfile

harness, name, commands = sys.argv[1], sys.argv[2], [a.split('=', 1) for a in sys.argv[3:]]
spec = importlib.util.spec_from_file_location('quality', os.path.join(harness, 'quality.py'))
quality = importlib.util.module_from_spec(spec); spec.loader.exec_module(quality)
np = quality.np
quality.TASKS.setdefault(name, (os.environ['QUALITY_TASK'],) if 'QUALITY_TASK' in os.environ else ('T2',))
SHOWN = quality.SIMPLE + ['short+long + prior (tuned)', 'affinity + transitions (tuned)', 'logit stack of all (ceiling)']


def answers(command):
    with tempfile.TemporaryDirectory() as t:
        i, o = os.path.join(t, 'in'), os.path.join(t, 'out')
        with open(i, 'w', encoding='utf-8') as f: quality.emit_stream(name, f)
        with open(i, 'rb') as f, open(o, 'wb') as g: subprocess.run(command, shell=True, stdin=f, stdout=g, check=True)
        with open(o, encoding='utf-8') as f: return {a['id']: a['scores'] for a in map(json.loads, f)}


def impressions():
    quality.run_mind()
    for n, c in commands:
        with tempfile.TemporaryDirectory() as t:
            o = os.path.join(t, 'out')
            with open(o, 'w') as f:
                for i, s in answers(c).items(): f.write(json.dumps(dict(id=i, scores=s)) + '\n')
            print(n); quality.score_answers('mind', open(o))


def visits():
    data = quality.Data(name); task = quality.TASKS[name][0]
    S, st, lam, _ = quality.build(data, task, lambda m: None)
    qs = quality.heldout_queries(data, task); place = {id(q): i for i, q in enumerate(data.queries)}
    R = quality.evaluate({n: S[n] for n in SHOWN if n in S}, data, st, qs)
    pr = st['prior']; rank = np.empty(data.C, dtype=int); rank[np.argsort(-pr, kind='stable')] = np.arange(data.C)
    for n, c in commands:
        a = answers(c)
        def result(of):
            r = quality.Result()
            for i, q in enumerate(of):
                v = np.zeros(data.C)
                for k, s in a[place[id(q)]].items(): v[data.ix[k]] = s
                r.add(i, v, q, pr, rank, data.H[q.user][0][q.n - 1])
            return r.done()
        R[n] = result(qs); lam[n] = quality.best_lam(result([q for q in data.queries if q.split == 'dev' and q.task == task]))
    rows = quality.table(R, qs, lam, np.ones(len(qs), bool), quality.SIMPLE)
    moved = quality.table(R, qs, lam, quality.change_mask(data, qs), (), True)
    print(f'\n{name} {task}: {data.C} values, {len(qs)} queries, best simple peer: {rows[0]["ref"]}')
    for r, x in zip(rows, moved):
        print(f'| {r["model"]:30s} | {r["hit1"]:.3f} | {r["hit3"]:.3f} | {r["mrr"]:.4f} | {r["logloss"]:.3f} | {x["x_mrr"]:.3f} '
              f'| {r["d_mrr"]:+.4f} [{r["d_mrr_ci"][0]:+.4f}, {r["d_mrr_ci"][1]:+.4f}] |')


impressions() if name == 'mind' else visits()
