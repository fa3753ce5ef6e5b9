# order: 70
# title: Error
# about: A traceback
def mean(values):
    return sum(values) / len(values)


def report(series):
    for name, values in series.items():
        print(f"{name}: {mean(values):.2f}")


report({"first": [1, 2, 3], "second": []})
