namespace Salience.Evaluation.Training;

/// <summary>What one epoch came to.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainLoss">Mean loss of the pictures as they were trained on, augmented and smoothed.</param>
/// <param name="TrainAccuracy">Share of those pictures whose class was right, each before its own step.</param>
/// <param name="TestLoss">Mean cross entropy on the test data after the epoch; <see langword="null"/> without test data.</param>
/// <param name="TestAccuracy">Share of the test data whose class was right.</param>
/// <param name="LearningRate">The rate of the epoch's last step.</param>
/// <param name="Seconds">Time the epoch took, evaluation included; interruptions are not counted.</param>
/// <param name="ImagesPerSecond">Pictures trained on per second, evaluation not included.</param>
public sealed record EpochRecord(
    int Epoch, double TrainLoss, double TrainAccuracy, double? TestLoss, double? TestAccuracy, double LearningRate, double Seconds, double ImagesPerSecond);
