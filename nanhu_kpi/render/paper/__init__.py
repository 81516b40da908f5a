"""A printed sheet as blocks of finished strings, and the formats that arrange them."""
