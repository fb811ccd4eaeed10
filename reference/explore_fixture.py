"""Maps, clusters and words of clusters by umap-learn and scikit-learn: reference/fixtures/explore.json. The rows are scikit-learn's digits."""
import warnings

import numpy as np
import umap
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

from common import base64_floats, write_fixture

warnings.filterwarnings('ignore')
ROWS, NEIGHBOURS, CLUSTERS = 500, 15, 10

digits = load_digits().data[:ROWS].astype(np.float32)
rows = digits / np.linalg.norm(digits, axis=1, keepdims=True)

distances, nearest = NearestNeighbors(n_neighbors=NEIGHBOURS, metric='cosine').fit(rows).kneighbors(rows)
maps = [umap.UMAP(n_neighbors=NEIGHBOURS, min_dist=0.1, metric='cosine', random_state=seed).fit_transform(rows) for seed in range(3)]
graph = umap.UMAP(n_neighbors=NEIGHBOURS, metric='cosine', random_state=0).fit(rows).graph_.tocoo()


def kept(points):
    """Of each row's nearest rows, the share that is among as many nearest points."""
    there = NearestNeighbors(n_neighbors=NEIGHBOURS).fit(points).kneighbors(points, return_distance=False)
    return float(np.mean([len(set(a[1:]) & set(b[1:])) / (NEIGHBOURS - 1) for a, b in zip(nearest, there)]))


# Lloyd's algorithm from a start that is given: the first rows.
lloyd = KMeans(CLUSTERS, init=rows[:CLUSTERS].astype(np.float64), n_init=1, max_iter=100, tol=0, algorithm='lloyd').fit(rows.astype(np.float64))
best = KMeans(CLUSTERS, n_init=10, random_state=0).fit(rows.astype(np.float64))

texts = [
    'the cat sat on the mat', 'a cat and a dog', 'the dog sat', 'cats chase the dog',
    'rain falls on the hills', 'rain and snow', 'the snow falls', 'a storm of rain',
    'the bank lends money', 'money in the bank', 'interest of the bank', 'the loan is money',
]
of = [0] * 4 + [1] * 4 + [2] * 4
counter = CountVectorizer(token_pattern=r'(?u)\b\w+\b')
counts = counter.fit_transform(' '.join(text for text, cluster in zip(texts, of) if cluster == c) for c in range(3)).toarray()
# Equation 3 of Grootendorst (2022): tf · log(1 + A / f).
weights = counts * np.log(1 + counts.sum() / 3 / counts.sum(axis=0))

write_fixture('explore.json', {
    'rows': ROWS,
    'size': digits.shape[1],
    'digits': digits.astype(int).flatten().tolist(),
    'neighbours': {'k': NEIGHBOURS - 1, 'rows': nearest[:, 1:].flatten().tolist(), 'distances': base64_floats(distances[:, 1:].astype(np.float32))},
    'graph': {'edges': int(graph.nnz), 'weights': base64_floats(np.asarray(graph.tocsr()[:5].todense(), dtype=np.float32))},
    'umap': {
        'trustworthiness': [float(trustworthiness(rows, points, n_neighbors=NEIGHBOURS - 1, metric='cosine')) for points in maps],
        'kept': [kept(points) for points in maps],
    },
    'pca': {
        'variances': PCA(8).fit(rows.astype(np.float64)).explained_variance_.tolist(),
        'trustworthiness': float(trustworthiness(rows, PCA(2).fit_transform(rows), n_neighbors=NEIGHBOURS - 1, metric='cosine')),
    },
    'kMeans': {'k': CLUSTERS, 'labels': lloyd.labels_.tolist(), 'inertia': float(lloyd.inertia_), 'best': float(best.inertia_)},
    'words': {'texts': texts, 'of': of, 'words': counter.get_feature_names_out().tolist(), 'weights': weights.tolist()},
})
