/** The key in the metadata of a Parquet file under which this program's own files say what their columns are. */
export const OWN_KEY = 'tandem';
