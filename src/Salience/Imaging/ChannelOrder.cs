namespace Salience.Imaging;

/// <summary>The order in which a network takes a picture's colours.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red: networks that come from Caffe or OpenCV.</summary>
    Bgr,
}
