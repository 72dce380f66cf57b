"""The way of the well-known tutorials, written plainly, to be compared with.

They load ResNet50 with Keras, embed one picture at a time, keep a list of arrays in a pickle, and at each click embed
the photo, fit scikit-learn's neighbours to the whole list anew, and search it.
"""

import pickle
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras.applications.resnet50 import preprocess_input
from keras.utils import img_to_array, load_img
from numpy.linalg import norm
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

Feature = NDArray[np.float32]


def load_model(weights: Path) -> keras.Model:
    """Load ResNet50 and pool its last map."""
    network = keras.applications.ResNet50(weights=None, include_top=False, input_shape=(224, 224, 3))
    network.load_weights(weights)
    network.trainable = False
    return keras.Sequential([network, keras.layers.GlobalMaxPooling2D()])


def extract_features(path: Path, model: keras.Model) -> Feature:
    """Embed one picture."""
    picture = img_to_array(load_img(path, target_size=(224, 224)))
    result = model.predict(preprocess_input(np.expand_dims(picture, axis=0)), verbose=0).flatten()
    return np.asarray(result / norm(result), np.float32)


def build(paths: Iterable[Path], model: keras.Model, output: Path) -> None:
    """Embed every picture and keep the vectors."""
    features = []
    for path in paths:
        features.append(extract_features(path, model))  # noqa: PERF401 -- as the tutorials have it
    output.write_bytes(pickle.dumps(features))


def load_features(path: Path) -> NDArray[np.float32]:
    """Read the vectors that `build` kept."""
    features: list[Any] = pickle.loads(path.read_bytes())
    return np.array(features)


def recommend(feature: Feature, features: NDArray[np.float32]) -> NDArray[np.intp]:
    """Find the five nearest."""
    neighbors = NearestNeighbors(n_neighbors=6, algorithm="brute", metric="euclidean")
    neighbors.fit(features)
    _, indices = neighbors.kneighbors([feature])
    return np.asarray(indices[0][:5], np.intp)
