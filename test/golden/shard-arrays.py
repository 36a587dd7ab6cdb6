# Reads the shard in the folder of the first argument as anybody would, by its manifest, and prints what it holds.
import hashlib, json, sys
import numpy
folder = sys.argv[1]
manifest = json.load(open(folder + '/manifest.json'))
photos = [json.loads(line) for line in open(folder + '/' + manifest['photos']['object'])]
arrays = []
for network in manifest['networks']:
    path = folder + '/' + network['embeddings']['object']
    assert hashlib.sha256(open(path, 'rb').read()).hexdigest() == network['embeddings']['sha256']
    array = numpy.load(path)
    arrays.append([network['name'], str(array.dtype), array.shape, numpy.nan_to_num(array, nan=-1).tolist()])
print(json.dumps([arrays, [[photo['firstRow'], photo['faceCount']] for photo in photos]]))
